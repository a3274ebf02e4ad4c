namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>Who inherits from whom. Reports what cannot be: roles of one name, unknown ones, circles.</summary>
internal sealed class RoleGraph
{
    private readonly IReadOnlyList<RoleConfig> _roles;
    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);

    private RoleGraph(IReadOnlyList<RoleConfig> roles) => _roles = roles;

    /// <summary>For each role the roles that have its permissions: itself and all that inherit from it.</summary>
    public RoleSet[] Holders { get; private set; } = [];

    /// <summary>Builds the graph; what is wrong goes to <paramref name="errors"/>.</summary>
    public static RoleGraph Build(IReadOnlyList<RoleConfig> roles, List<string> errors)
    {
        var graph = new RoleGraph(roles);
        for (int i = 0; i < roles.Count; i++)
        {
            if (!graph._byName.TryAdd(roles[i].Name, i))
            {
                errors.Add($"two roles are named '{roles[i].Name}'");
            }
        }

        foreach (var role in roles)
        {
            foreach (string unknown in role.Inherits.Where(n => !graph._byName.ContainsKey(n)))
            {
                errors.Add($"role '{role.Name}' inherits from '{unknown}', which is no role");
            }
        }

        if (errors.Count == 0 && graph.FindCircle() is { } circle)
        {
            errors.Add($"roles inherit in a circle: {string.Join(" → ", circle)}");
        }

        if (errors.Count == 0)
        {
            graph.FindHolders();
        }

        return graph;
    }

    /// <summary>Index of a role, −1 when there is none.</summary>
    public int IndexOf(string name) => _byName.GetValueOrDefault(name, -1);

    private List<string>? FindCircle()
    {
        var isDone = new bool[_roles.Count];
        var path = new List<int>();
        for (int i = 0; i < _roles.Count; i++)
        {
            if (Visit(i, isDone, path) is { } circle)
            {
                return circle;
            }
        }

        return null;
    }

    /// <summary>Depth is bounded by the number of roles.</summary>
    private List<string>? Visit(int role, bool[] isDone, List<int> path)
    {
        int start = path.IndexOf(role);
        if (start >= 0)
        {
            return [.. path.Skip(start).Append(role).Select(r => _roles[r].Name)];
        }

        if (isDone[role])
        {
            return null;
        }

        path.Add(role);
        foreach (string parent in _roles[role].Inherits)
        {
            if (Visit(_byName[parent], isDone, path) is { } circle)
            {
                return circle;
            }
        }

        path.RemoveAt(path.Count - 1);
        isDone[role] = true;
        return null;
    }

    private void FindHolders()
    {
        Holders = new RoleSet[_roles.Count];
        for (int i = 0; i < _roles.Count; i++)
        {
            var seen = new HashSet<int>();
            AddHolder(i, i, seen);
        }
    }

    private void AddHolder(int role, int holder, HashSet<int> seen)
    {
        if (!seen.Add(role))
        {
            return;
        }

        Holders[role].Add(holder);
        foreach (string parent in _roles[role].Inherits)
        {
            AddHolder(_byName[parent], holder, seen);
        }
    }
}
