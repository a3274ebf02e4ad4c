using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>Finds the roles of whoever makes a request: of the consumer, its groups, and its token.</summary>
internal sealed class RoleAssignments
{
    private readonly IdentityDirectory _directory;
    private readonly Dictionary<string, RoleSet> _byConsumer = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleSet> _byConsumerGroup = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RoleSet> _byGroup = new(StringComparer.Ordinal);
    private readonly NameTable<NamedRole> _byName = new();
    private readonly ClaimPath[] _claims;

    public RoleAssignments(RbacConfig config, RoleGraph graph, IdentityDirectory directory)
    {
        _directory = directory;
        _claims = [.. config.Claims];
        foreach (var role in config.Roles)
        {
            _byName.TryAdd(role.Name, new NamedRole(graph.IndexOf(role.Name)));
        }

        foreach (var assignment in config.Assignments)
        {
            int role = graph.IndexOf(assignment.Role);
            Add(_byConsumer, assignment.Consumers.Select(IdOf), role);
            Add(_byConsumerGroup, assignment.ConsumerGroups, role);
            Add(_byGroup, assignment.Groups, role);
        }
    }

    /// <summary>The roles; those they inherit from are found by their permissions.</summary>
    public RoleSet Of(Exchange exchange)
    {
        var roles = default(RoleSet);
        if (exchange.Consumer is { } consumer)
        {
            Add(ref roles, _byConsumer, consumer.Id);
            if (_byGroup.Count > 0 && _directory.FindConsumer(consumer.Id) is { } known)
            {
                Add(ref roles, known.AclGroups.Names);
            }
        }

        for (int i = 0; i < exchange.ConsumerGroups.Count; i++)
        {
            Add(ref roles, _byConsumerGroup, exchange.ConsumerGroups[i].Name);
        }

        if (exchange.AuthenticatedGroups is { } groups)
        {
            Add(ref roles, groups);
        }

        if (exchange.Claims is { } claims)
        {
            Add(ref roles, claims);
        }

        return roles;
    }

    private void Add(ref RoleSet roles, IReadOnlyList<string> groups)
    {
        for (int i = 0; i < groups.Count; i++)
        {
            Add(ref roles, _byGroup, groups[i]);
        }
    }

    private void Add(ref RoleSet roles, IVerifiedClaims claims)
    {
        Span<byte> scratch = stackalloc byte[ClaimWords.ScratchBytes];
        foreach (var path in _claims)
        {
            var words = new ClaimWords(claims, path, scratch);
            while (words.MoveNext())
            {
                if (_byName.Find(words.Current) is { } role)
                {
                    roles.Add(role.Index);
                }
            }
        }
    }

    private string IdOf(string consumer)
        => _directory.FindNamed(consumer)?.Config.Id ?? throw new PluginBuildException($"config.assignments: consumer '{consumer}' does not exist");

    private static void Add(ref RoleSet roles, Dictionary<string, RoleSet> table, string key)
    {
        if (table.TryGetValue(key, out var found))
        {
            roles.Add(in found);
        }
    }

    private static void Add(Dictionary<string, RoleSet> table, IEnumerable<string> keys, int role)
    {
        foreach (string key in keys)
        {
            var roles = table.GetValueOrDefault(key);
            roles.Add(role);
            table[key] = roles;
        }
    }

    private sealed record NamedRole(int Index);
}
