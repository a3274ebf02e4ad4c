using System.Collections.Concurrent;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// The verifications under way, so that no token is verified twice at once. Used for tokens that are not known yet only. Bounded in
/// bytes: anybody may send tokens, and what waits for its turn waits with all that was read of it.
/// </summary>
internal sealed class TokenFlights
{
    /// <summary>Most bytes that verifications under way hold, about: 128 MiB.</summary>
    public const long MaximumBytes = 128 * 1024 * 1024;

    // Two copies of the token, its payload and the places of its claims.
    private const int BytesForEach = 4;

    private readonly ConcurrentDictionary<TokenKey, TokenFlight> _flights = new();
    private long _bytes;

    /// <summary>Number of verifications under way.</summary>
    public int Count => _flights.Count;

    /// <summary>Bytes they hold, about.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The flight of that key: the given one when there was none. Null when there is no room for another one.</summary>
    public TokenFlight? Join(in TokenKey key, TokenFlight flight)
    {
        long bytes = (long)flight.TokenLength * BytesForEach;
        bool fits = Interlocked.Add(ref _bytes, bytes) <= MaximumBytes;
        var first = fits ? _flights.GetOrAdd(key, flight) : _flights.GetValueOrDefault(key);
        if (!ReferenceEquals(first, flight))
        {
            Interlocked.Add(ref _bytes, -bytes);
        }

        return first;
    }

    /// <summary>The flight of that key ends.</summary>
    public void Leave(in TokenKey key)
    {
        if (_flights.TryRemove(key, out var flight))
        {
            Interlocked.Add(ref _bytes, (long)-flight.TokenLength * BytesForEach);
        }
    }
}
