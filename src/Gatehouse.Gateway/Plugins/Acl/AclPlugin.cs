using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Acl;

/// <summary>
/// Lets through by groups: those of the consumer, or those that an authentication plugin verified (Kong's authenticated groups). The
/// latter count when nobody or only the anonymous consumer is known, or always when configured so.
/// </summary>
internal sealed class AclPlugin : Plugin
{
    private const string Forbidden = "You cannot consume this service";

    private readonly AclConfig _config;
    private readonly string[] _groups;
    private readonly bool _allows;
    private readonly string _name;
    private readonly IdentityServices _services;

    public AclPlugin(AclConfig config, PluginBuildContext context)
    {
        _config = config;
        _allows = config.Allow is not null;

        // Neither list is refused by the schema; here it lets nobody through.
        _groups = [.. config.Allow ?? config.Deny ?? []];
        _allows |= _groups.Length == 0;
        _name = context.Instance.Name;
        _services = IdentityServices.From(context);
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var consumer = exchange.Consumer is { } known ? _services.Directory.FindConsumer(known.Id) : null;
        bool prefersAuthenticated = consumer is null || exchange.IsAnonymous || _config.AlwaysUseAuthenticatedGroups;
        if (prefersAuthenticated && exchange.AuthenticatedGroups is { } authenticated)
        {
            Decide(exchange, IsListed(authenticated), IdentityHeaders.AuthenticatedGroups, string.Join(", ", authenticated));
        }
        else if (consumer is not null)
        {
            DecideByConsumer(exchange, consumer);
        }
        else if (exchange.Credential is not null)
        {
            Refuse(exchange, 403, Forbidden, "no_groups");
        }
        else
        {
            Refuse(exchange, 401, "Unauthorized", "unauthenticated");
        }

        return ValueTask.CompletedTask;
    }

    private void DecideByConsumer(Exchange exchange, KnownConsumer consumer)
    {
        var groups = consumer.Groups.Groups;
        bool includes = _config.IncludeConsumerGroups && groups.Count > 0;
        if (_allows && exchange.IsAnonymous && !includes && consumer.AclGroups.Names.Count == 0)
        {
            // As in Kong: the anonymous consumer without any group is nobody.
            Refuse(exchange, 401, "Unauthorized", "unauthenticated");
            return;
        }

        bool isListed = IsListed(consumer.AclGroups.Names) || (includes && IsListed(consumer.Groups));
        string names = !includes ? consumer.AclGroups.FieldValue
            : string.Join(", ", groups.Select(g => g.Name).Concat(consumer.AclGroups.Names));
        Decide(exchange, isListed, IdentityHeaders.ConsumerGroups, names);
    }

    private void Decide(Exchange exchange, bool isListed, HeaderName field, string groups)
    {
        if (isListed != _allows)
        {
            Refuse(exchange, 403, Forbidden, _allows ? "not_allowed" : "denied");
            return;
        }

        var headers = exchange.Request.Headers;
        headers.Remove(IdentityHeaders.ConsumerGroups);
        headers.Remove(IdentityHeaders.AuthenticatedGroups);
        if (!_config.HideGroupsHeader && groups.Length > 0)
        {
            headers.Add(field, FieldText.Safe(groups));
        }
    }

    private void Refuse(Exchange exchange, int status, string message, string reason)
    {
        _services.Node.Reports.Deny(exchange, _name, reason);
        exchange.Respond(status, message);
    }

    private bool IsListed(IReadOnlyList<string> groups)
    {
        for (int i = 0; i < groups.Count; i++)
        {
            if (Array.IndexOf(_groups, groups[i]) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsListed(ConsumerGroupSet set)
    {
        for (int i = 0; i < set.Groups.Count; i++)
        {
            if (Array.IndexOf(_groups, set.Groups[i].Name) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
