using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;

namespace Gatehouse.Gateway.Identity;

/// <summary>Which consumer is in which groups. Equal sets of groups become one object: most consumers share a few.</summary>
internal sealed class GroupAssignment
{
    private readonly Dictionary<string, List<ConsumerGroupConfig>> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _aclGroups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConsumerGroupSet> _knownSets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AclGroups> _knownAclGroups = new(StringComparer.Ordinal);

    public GroupAssignment(ConfigSet config)
    {
        var groups = config.ConsumerGroups.ToDictionary(g => g.Id, StringComparer.Ordinal);
        foreach (var member in config.ConsumerGroupConsumers)
        {
            if (groups.TryGetValue(member.ConsumerGroupId, out var group))
            {
                ListOf(_groups, member.ConsumerId).Add(group);
            }
        }

        foreach (var acl in config.Acls)
        {
            ListOf(_aclGroups, acl.ConsumerId).Add(acl.Group);
        }
    }

    /// <summary>Consumer groups, ordered by name.</summary>
    public ConsumerGroupSet ConsumerGroupsOf(string consumerId)
    {
        if (!_groups.TryGetValue(consumerId, out var groups))
        {
            return ConsumerGroupSet.Empty;
        }

        var ordered = groups.DistinctBy(g => g.Id).OrderBy(g => g.Name, StringComparer.Ordinal).ToArray();
        return Shared(_knownSets, string.Join('\n', ordered.Select(g => g.Id)), () => new ConsumerGroupSet(ordered));
    }

    /// <summary>ACL groups, in the order of the configuration.</summary>
    public AclGroups AclGroupsOf(string consumerId)
        => _aclGroups.TryGetValue(consumerId, out var names)
            ? Shared(_knownAclGroups, string.Join('\n', names), () => new AclGroups([.. names]))
            : AclGroups.Empty;

    private static T Shared<T>(Dictionary<string, T> known, string key, Func<T> make)
    {
        if (!known.TryGetValue(key, out var value))
        {
            known[key] = value = make();
        }

        return value;
    }

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list))
        {
            lists[key] = list = [];
        }

        return list;
    }
}
