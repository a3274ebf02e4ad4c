using System.Globalization;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>
/// Lets through who has a role with a permission for the request. Denials override, and what nothing allows is refused. Roles,
/// inheritance and patterns are compiled with the snapshot; a request costs bit operations and allocates nothing.
/// </summary>
internal sealed class RbacPlugin : Plugin
{
    private readonly AccessReports _reports;
    private readonly RoleAssignments _assignments;
    private readonly Permission[] _denies, _allows;
    private readonly string _message;

    public RbacPlugin(RbacConfig config, PluginBuildContext context)
    {
        if (RbacChecks.Of(config) is [var error, ..])
        {
            throw new PluginBuildException($"config: {error}");
        }

        var services = IdentityServices.From(context);
        _reports = services.Node.Reports;
        _message = config.Message;
        var graph = RoleGraph.Build(config.Roles, []);
        _assignments = new RoleAssignments(config, graph, services.Directory);
        _denies = Compile(config, graph, isDeny: true);
        _allows = Compile(config, graph, isDeny: false);
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var roles = _assignments.Of(exchange);
        if (roles.IsEmpty)
        {
            if (exchange.Consumer is null && exchange.Credential is null && exchange.Claims is null)
            {
                Refuse(exchange, 401, "Unauthorized", "unauthenticated", null);
            }
            else
            {
                Refuse(exchange, 403, _message, "no_role", null);
            }
        }
        else
        {
            Decide(exchange, in roles);
        }

        return ValueTask.CompletedTask;
    }

    private void Decide(Exchange exchange, in RoleSet roles)
    {
        var path = new PathText(exchange.Request.Path);
        try
        {
            if (Find(_denies, exchange, in roles, ref path) is { } denied)
            {
                Refuse(exchange, 403, _message, "denied", denied.Name);
            }
            else if (Find(_allows, exchange, in roles, ref path) is null)
            {
                Refuse(exchange, 403, _message, "no_permission", null);
            }
        }
        finally
        {
            path.Dispose();
        }
    }

    private static Permission? Find(Permission[] permissions, Exchange exchange, in RoleSet roles, ref PathText path)
    {
        foreach (var permission in permissions)
        {
            if (permission.Covers(exchange, in roles, ref path))
            {
                return permission;
            }
        }

        return null;
    }

    private static Permission[] Compile(RbacConfig config, RoleGraph graph, bool isDeny)
        =>
        [
            .. config.Roles.SelectMany((role, index) => role.Permissions
                .Select((p, place) => (Config: p, Name: p.Name ?? string.Create(CultureInfo.InvariantCulture, $"{role.Name}[{place}]")))
                .Where(p => p.Config.IsDeny == isDeny)
                .Select(p => new Permission(p.Config, p.Name, in graph.Holders[index]))),
        ];

    private void Refuse(Exchange exchange, int status, string message, string reason, string? rule)
    {
        _reports.Deny(exchange, "rbac", reason, rule);
        exchange.Respond(status, message);
    }
}
