using System.Buffers;
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
        var method = exchange.Request.Method.Bytes;
        if (!IsAllowed(exchange, in roles, method))
        {
            return;
        }

        // Frameworks that honour such a field see another request than the one that was just judged: both must be allowed.
        Span<byte> upper = stackalloc byte[MethodOverride.MaxLength];
        foreach (var field in exchange.Request.Headers)
        {
            if (MethodOverride.Is(in field))
            {
                if (!MethodOverride.TryRead(field.Value, upper, out int length))
                {
                    Refuse(exchange, 403, _message, "no_permission", null);
                    return;
                }

                if (!method.SequenceEqual(upper[..length]) && !IsAllowed(exchange, in roles, upper[..length]))
                {
                    return;
                }
            }
        }
    }

    /// <summary>Refuses what is not allowed.</summary>
    private bool IsAllowed(Exchange exchange, in RoleSet roles, ReadOnlySpan<byte> method)
    {
        var raw = exchange.Request.Path;
        byte[]? memory = LenientPath.IsOther(raw) ? ArrayPool<byte>.Shared.Rent(raw.Length * 2) : null;
        var path = new PathText(raw);
        var lenient = new PathText(memory is null ? raw : LenientPath.Read(raw, memory));
        try
        {
            var denied = Find(_denies, exchange, in roles, method, ref path)
                ?? (memory is null ? null : Find(_denies, exchange, in roles, method, ref lenient));
            if (denied is not null)
            {
                Refuse(exchange, 403, _message, "denied", denied.Name);
                return false;
            }

            if (Find(_allows, exchange, in roles, method, ref path) is null)
            {
                Refuse(exchange, 403, _message, "no_permission", null);
                return false;
            }

            return true;
        }
        finally
        {
            path.Dispose();
            lenient.Dispose();
            if (memory is not null)
            {
                ArrayPool<byte>.Shared.Return(memory);
            }
        }
    }

    private static Permission? Find(Permission[] permissions, Exchange exchange, in RoleSet roles, ReadOnlySpan<byte> method, ref PathText path)
    {
        foreach (var permission in permissions)
        {
            if (permission.Covers(exchange, in roles, method, ref path))
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
