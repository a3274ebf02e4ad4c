namespace Gatehouse.Core.Exchanges;

/// <summary>A place in <see cref="RouteData"/> for values of one type. Make one per purpose, in a static field.</summary>
public sealed class RouteDataKey<T>
    where T : class
{
    /// <summary>The place.</summary>
    internal int Index { get; } = RouteDataPlaces.Next();
}
