namespace Gatehouse.Gateway.Routing;

/// <summary>The route that won, and what of the path it matched.</summary>
internal struct RouteMatch
{
    /// <summary>The route; null when none matched.</summary>
    public CompiledRoute? Route;

    /// <summary>Bytes of the normalised path that the route's path condition took, 0 when it has none.</summary>
    public int PrefixLength;

    /// <summary>The regular expression that matched the path, null when it was a prefix or the route has no path.</summary>
    public PathPattern? Pattern;

    /// <summary>
    /// Capture groups of the regular expression; null when there is none or it has no groups. Runs the expression once more and
    /// allocates, hence only for who asks.
    /// </summary>
    public readonly UriCaptures? Captures(ReadOnlySpan<byte> path) => Pattern?.Capture(path);
}
