using System.Collections.Concurrent;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>The verifications under way, so that no token is verified twice at once. Used for tokens that are not known yet only.</summary>
internal sealed class TokenFlights
{
    private readonly ConcurrentDictionary<TokenKey, TokenFlight> _flights = new();

    /// <summary>Number of verifications under way.</summary>
    public int Count => _flights.Count;

    /// <summary>The flight of that key: the given one when there was none.</summary>
    public TokenFlight Join(in TokenKey key, TokenFlight flight) => _flights.GetOrAdd(key, flight);

    /// <summary>The flight of that key ends.</summary>
    public void Leave(in TokenKey key) => _flights.TryRemove(key, out _);
}
