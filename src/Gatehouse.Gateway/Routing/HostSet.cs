namespace Gatehouse.Gateway.Routing;

/// <summary>The <c>hosts</c> of a route, any of which will do.</summary>
internal sealed class HostSet
{
    /// <summary>From here on a table is faster than comparing one after another.</summary>
    private const int TableFrom = 9;

    private readonly HostPattern[] _patterns;
    private readonly ByteTable<HostPattern[]>? _exact;

    private HostSet(HostPattern[] patterns)
    {
        All = patterns;
        HasWildcard = patterns.Any(p => p.Kind != HostPatternKind.Exact);
        HasWildcardWithPort = patterns.Any(p => p.Kind != HostPatternKind.Exact && p.Port >= 0);
        _patterns = patterns;
        if (patterns.Length >= TableFrom)
        {
            _patterns = [.. patterns.Where(p => p.Kind != HostPatternKind.Exact)];
            _exact = new ByteTable<HostPattern[]>(patterns
                .Where(p => p.Kind == HostPatternKind.Exact)
                .GroupBy(p => p.Value, ByteComparer.Instance)
                .Select(g => (g.Key, g.ToArray())));
        }
    }

    /// <summary>All entries.</summary>
    public IReadOnlyList<HostPattern> All { get; }

    /// <summary>Whether an entry has a <c>*</c>.</summary>
    public bool HasWildcard { get; }

    /// <summary>Whether an entry has both a <c>*</c> and a port.</summary>
    public bool HasWildcardWithPort { get; }

    /// <summary>Compiles; null when the route has no hosts.</summary>
    public static HostSet? From(IReadOnlyList<string>? hosts, bool ignoreCase)
        => hosts is null or { Count: 0 } ? null : new HostSet([.. hosts.Select(h => HostPattern.Parse(h, ignoreCase))]);

    /// <summary>Whether any entry takes that host and port.</summary>
    public bool Matches(ReadOnlySpan<byte> host, int port)
    {
        if (_exact is not null && _exact.TryGet(host, out var exact) && AnyMatches(exact, host, port))
        {
            return true;
        }

        return AnyMatches(_patterns, host, port);
    }

    private static bool AnyMatches(HostPattern[] patterns, ReadOnlySpan<byte> host, int port)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.Matches(host, port))
            {
                return true;
            }
        }

        return false;
    }
}
