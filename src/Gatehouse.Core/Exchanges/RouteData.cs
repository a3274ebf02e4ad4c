namespace Gatehouse.Core.Exchanges;

/// <summary>
/// What observers of a route have derived from it (counters, rendered names), kept with the route of a snapshot so that a
/// request finds it by an index instead of a look-up. Any thread may fill a place; whoever comes second derives the same.
/// </summary>
public sealed class RouteData
{
    private readonly object?[] _places = new object?[RouteDataPlaces.Max];

    /// <summary>The value of a key, null when nobody has derived it yet.</summary>
    public T? Get<T>(RouteDataKey<T> key)
        where T : class
        => System.Runtime.CompilerServices.Unsafe.As<T?>(Volatile.Read(ref _places[key.Index]));

    /// <summary>Keeps a derived value.</summary>
    public void Set<T>(RouteDataKey<T> key, T value)
        where T : class
        => Volatile.Write(ref _places[key.Index], value);
}
