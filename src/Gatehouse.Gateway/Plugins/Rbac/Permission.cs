using System.Text;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.Rbac;

/// <summary>A permission with all roles that have it, by themselves or inherited.</summary>
internal sealed class Permission
{
    private readonly RoleSet _holders;
    private readonly bool _isDeny;
    private readonly string[] _methods, _tags;
    private readonly PathRule[] _paths;

    public Permission(PermissionConfig config, string name, in RoleSet holders)
    {
        Name = name;
        _holders = holders;
        _isDeny = config.IsDeny;
        _methods = [.. config.Methods];
        _tags = [.. config.Tags];
        _paths = [.. config.Paths.Select(p => new PathRule(p))];
    }

    /// <summary>Name for audit records.</summary>
    public string Name { get; }

    /// <summary>Whether somebody with these roles has it, and it is about this request.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="roles">Roles of the client.</param>
    /// <param name="method">The method, or one that the request asks upstreams to take instead.</param>
    /// <param name="path">The path, in one of its readings.</param>
    public bool Covers(Exchange exchange, in RoleSet roles, ReadOnlySpan<byte> method, ref PathText path)
        => _holders.Overlaps(in roles)
            && (_methods.Length == 0 || HasMethod(method))
            && (_tags.Length == 0 || HasTag(exchange.Route?.Tags))
            && (_paths.Length == 0 || HasPath(ref path));

    /// <summary>HEAD asks for what GET would: who may not the one may not the other, though who may one need not the other.</summary>
    private bool HasMethod(ReadOnlySpan<byte> method)
    {
        foreach (string named in _methods)
        {
            if (_isDeny ? Ascii.EqualsIgnoreCase(method, named) || (named == "GET" && Ascii.EqualsIgnoreCase(method, "HEAD")) : Ascii.Equals(method, named))
            {
                return true;
            }
        }

        return false;
    }

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
