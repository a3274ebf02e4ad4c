namespace Gatehouse.Core.Exchanges;

/// <summary>Hands out the places of <see cref="RouteData"/>.</summary>
internal static class RouteDataPlaces
{
    /// <summary>Number of places in each <see cref="RouteData"/>.</summary>
    public const int Max = 8;

    private static int _next = -1;

    /// <summary>The next free place; throws when there is none, which is a defect of the program.</summary>
    public static int Next()
    {
        int index = Interlocked.Increment(ref _next);
        return index < Max ? index : throw new InvalidOperationException($"more than {Max} route data keys");
    }
}
