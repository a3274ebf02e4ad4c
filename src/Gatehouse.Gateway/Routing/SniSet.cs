namespace Gatehouse.Gateway.Routing;

/// <summary>
/// The <c>snis</c> of a route: exact names, <c>*.suffix</c> and <c>prefix.*</c>, compared without case. A trailing dot does not
/// count. The condition only means something on TLS connections.
/// </summary>
internal sealed class SniSet
{
    private readonly HashSet<string> _exact;
    private readonly string[] _suffixes;
    private readonly string[] _prefixes;

    private SniSet(IEnumerable<string> names, bool allowWildcards)
    {
        string[] trimmed = [.. names.Select(n => n.Length > 1 && n.EndsWith('.') ? n[..^1] : n)];
        _suffixes = [.. trimmed.Where(n => allowWildcards && n.StartsWith('*')).Select(n => n[1..])];
        _prefixes = [.. trimmed.Where(n => allowWildcards && n.EndsWith('*') && !n.StartsWith('*')).Select(n => n[..^1])];
        _exact = new HashSet<string>(trimmed, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Compiles; null when the route has no SNIs.</summary>
    public static SniSet? From(IReadOnlyList<string>? names, bool allowWildcards)
        => names is null or { Count: 0 } ? null : new SniSet(names, allowWildcards);

    /// <summary>Whether the server name is in the set.</summary>
    public bool Contains(string serverName)
    {
        if (_exact.Contains(serverName))
        {
            return true;
        }

        foreach (string suffix in _suffixes)
        {
            if (serverName.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        foreach (string prefix in _prefixes)
        {
            if (serverName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
