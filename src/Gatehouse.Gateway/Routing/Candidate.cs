namespace Gatehouse.Gateway.Routing;

/// <summary>
/// One way to match a route: all its conditions, with a single one of its paths. A route with several paths is several
/// candidates, because each path competes with its own length. Immutable.
/// </summary>
internal sealed class Candidate
{
    private static readonly byte[] NoPath = [];

    /// <summary>The route.</summary>
    public required CompiledRoute Route { get; init; }

    /// <summary>The route's conditions other than the path.</summary>
    public required RouteConditions Conditions { get; init; }

    /// <summary>The prefix; null when the path is a regular expression or there is none.</summary>
    public byte[]? Prefix { get; init; }

    /// <summary>The regular expression; null when the path is a prefix or there is none.</summary>
    public PathPattern? Pattern { get; init; }

    /// <summary>Position of the path in the route, which decides between equals.</summary>
    public int PathIndex { get; init; }

    /// <summary>Place in the order of all candidates, 0 = best. Set once by <see cref="RouterBuilder"/>.</summary>
    public int Rank { get; set; }

    /// <summary>Bytes with which every path that matches starts.</summary>
    public byte[] PathStart => Prefix ?? Pattern?.Prefix ?? NoPath;

    /// <summary>
    /// Checks everything but <see cref="PathStart"/>, which the index has compared, and becomes the best when all holds. Cheap
    /// checks come first, regular expressions last.
    /// </summary>
    public bool TryTake(ref MatchState state)
    {
        if (!Conditions.Match(ref state))
        {
            return false;
        }

        int length = PathStart.Length;
        if (Pattern is not null && !state.TryMatchPath(Pattern, out length))
        {
            return false;
        }

        state.Best = this;
        state.BestRank = Rank;
        state.PrefixLength = length;
        return true;
    }
}
