using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>A permission with all roles that have it, by themselves or inherited.</summary>
internal sealed class Permission
{
    private readonly RoleSet _holders;
    private readonly string[] _methods, _tags;
    private readonly PathRule[] _paths;

    public Permission(PermissionConfig config, string name, in RoleSet holders)
    {
        Name = name;
        _holders = holders;
        _methods = [.. config.Methods];
        _tags = [.. config.Tags];
        _paths = [.. config.Paths.Select(p => new PathRule(p))];
    }

    /// <summary>Name for audit records.</summary>
    public string Name { get; }

    /// <summary>Whether somebody with these roles has it, and it is about this request.</summary>
    public bool Covers(Exchange exchange, in RoleSet roles, ref PathText path)
        => _holders.Overlaps(in roles)
            && (_methods.Length == 0 || Array.IndexOf(_methods, exchange.Request.Method.Name) >= 0)
            && (_tags.Length == 0 || HasTag(exchange.Route?.Tags))
            && (_paths.Length == 0 || HasPath(ref path));

    private bool HasTag(IReadOnlyList<string>? tags)
    {
        for (int i = 0; i < (tags?.Count ?? 0); i++)
        {
            if (Array.IndexOf(_tags, tags![i]) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool HasPath(ref PathText path)
    {
        foreach (var rule in _paths)
        {
            if (path.Matches(rule))
            {
                return true;
            }
        }

        return false;
    }
}
