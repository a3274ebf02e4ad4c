using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// One plugin instance's part of the node's <see cref="TokenCache"/>. What one instance has verified no other one sees: neither one
/// with other settings, nor its successor after a reload. Open it when the plugin is built, dispose it with the plugin.
/// </summary>
internal sealed class TokenScope(TokenCache cache, TimeProvider time, int id) : IDisposable
{
    private int _generation;
    private int _kept;

    /// <summary>Counts the changes of the keys.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>Number of tokens that are kept.</summary>
    public int Count => Volatile.Read(ref _kept);

    /// <summary>Spreads the entries of instances over the table.</summary>
    public uint Salt { get; } = (uint)id * 0x9E3779B1;

    /// <summary>The token, if this instance has verified it and it is still valid. Takes no lock, allocates nothing.</summary>
    /// <param name="digest">Of the whole token.</param>
    public VerifiedToken? Find(in SecretDigest digest) => cache.Find(Key(in digest), time);

    /// <summary>
    /// Verifies a token that <see cref="Find"/> did not know: once at a time, however many requests bring it, and a few signatures in a
    /// turn of the loop. A valid one is kept; what is wrong is not, and is verified again when it comes again.
    /// </summary>
    /// <param name="digest">Of the whole token.</param>
    /// <param name="token">The token, in memory that nobody changes.</param>
    /// <param name="verifier">Verifies it; may hold what was read of this very token.</param>
    public ValueTask<TokenCheck> VerifyAsync(in SecretDigest digest, ReadOnlyMemory<byte> token, ITokenVerifier verifier)
    {
        // The generation is that of now: what old keys have verified must not be kept as if new ones had.
        var key = Key(in digest);
        var flight = new TokenFlight(cache, time, in key, token, verifier);
        var first = cache.Flights.Join(in key, flight);
        if (first is null)
        {
            return ValueTask.FromResult<TokenCheck>(verifier.Busy);
        }

        if (!ReferenceEquals(first, flight))
        {
            return FollowAsync(first);
        }

        if (!VerificationTurns.TryEnter(flight))
        {
            flight.Refuse();
        }

        return flight.Result;
    }

    /// <summary>Forgets everything verified so far: the keys have changed. From any thread, also while tokens are verified.</summary>
    public void Forget() => Interlocked.Increment(ref _generation);

    /// <summary>Forgets everything, for good.</summary>
    public void Dispose()
    {
        Forget();
        if (Count > 0)
        {
            cache.Drop(this);
        }
    }

    internal void CountKept(int change) => Interlocked.Add(ref _kept, change);

    private TokenKey Key(in SecretDigest digest) => new(digest, this, Generation);

    // Comes back to the caller's loop, however the result is awaited.
    private static async ValueTask<TokenCheck> FollowAsync(TokenFlight flight) => await flight.FollowAsync();
}
