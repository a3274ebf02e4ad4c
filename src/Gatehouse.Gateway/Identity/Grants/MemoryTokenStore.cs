using System.Collections.Concurrent;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>
/// Codes and tokens in the memory of this process: they survive reloads, and are lost when it ends; other nodes do not know them.
/// Looking one up takes no lock. The number is bounded: a client that has more than its share loses its oldest ones, and while all is
/// taken the one with the most makes room for others, so that clients that never keep a token cannot shut out those that do.
/// </summary>
/// <param name="capacity">Most codes and tokens. Default 250,000, about half a kilobyte each.</param>
/// <param name="perClient">Most of one client. Default a tenth.</param>
internal sealed class MemoryTokenStore(int capacity = 250_000, int perClient = 25_000) : ITokenStore
{
    // How many expired entries one addition clears away: more than it adds, so that they never pile up.
    private const int SweptAtOnce = 8;

    private readonly ConcurrentDictionary<SecretDigest, StoredSecret> _entries = new();
    private readonly Lock _lock = new();
    private readonly Dictionary<string, GrantState> _grants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClientShare> _clients = new(StringComparer.Ordinal);
    private PriorityQueue<SecretDigest, long> _byExpiry = new();

    /// <summary>Codes and tokens kept, used and expired ones included until they are cleared away.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public ValueTask<bool> AddAsync(IReadOnlyList<(SecretDigest Digest, IssuedSecret Secret)> secrets, long now)
    {
        lock (_lock)
        {
            return ValueTask.FromResult(
                _grants.GetValueOrDefault(secrets[0].Secret.Grant.Id) is not { IsRevoked: true } && TryKeep(secrets, now));
        }
    }

    /// <inheritdoc/>
    public ValueTask<T?> FindAsync<T>(SecretDigest digest, long now)
        where T : IssuedSecret
        => ValueTask.FromResult(Find<T>(digest, now) is { IsUsed: false } entry ? (T)entry.Secret : null);

    /// <inheritdoc/>
    public ValueTask<T?> FindEvenUsedAsync<T>(SecretDigest digest, long now)
        where T : IssuedSecret
        => ValueTask.FromResult((T?)Find<T>(digest, now)?.Secret);

    /// <inheritdoc/>
    public ValueTask<ExchangeResult> ExchangeAsync(SecretDigest used, IReadOnlyList<(SecretDigest Digest, IssuedSecret Secret)> issued, long now)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(used, out var entry) || entry.State.IsRevoked || entry.Secret.ExpiresAt < now)
            {
                return ValueTask.FromResult(ExchangeResult.Refused);
            }

            if (entry.IsUsed)
            {
                entry.State.IsRevoked = true;
                return ValueTask.FromResult(ExchangeResult.Refused);
            }

            if (!TryKeep(issued, now))
            {
                return ValueTask.FromResult(ExchangeResult.Full);
            }

            // It stays until it expires, so that a second use is noticed.
            entry.IsUsed = true;
            return ValueTask.FromResult(ExchangeResult.Done);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReplaceAsync(SecretDigest digest, IssuedSecret secret)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(digest, out var entry))
            {
                entry.Secret = secret;
                _byExpiry.Enqueue(digest, secret.ExpiresAt);
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(SecretDigest digest)
    {
        lock (_lock)
        {
            Drop(digest);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask RevokeAsync(Grant grant)
    {
        lock (_lock)
        {
            if (_grants.TryGetValue(grant.Id, out var state))
            {
                state.IsRevoked = true;
            }
        }

        return ValueTask.CompletedTask;
    }

    private StoredSecret? Find<T>(SecretDigest digest, long now)
        where T : IssuedSecret
        => _entries.TryGetValue(digest, out var entry) && entry.Secret is T secret && !entry.State.IsRevoked && secret.ExpiresAt >= now ? entry : null;

    private bool TryKeep(IReadOnlyList<(SecretDigest Digest, IssuedSecret Secret)> secrets, long now)
    {
        Sweep(now);
        string client = secrets[0].Secret.Grant.CredentialId;
        var share = _clients.GetValueOrDefault(client) ?? new ClientShare();
        while (share.Count > 0 && share.Count + secrets.Count > perClient)
        {
            Drop(share.Oldest(_entries.ContainsKey));
        }

        while (_entries.Count + secrets.Count > capacity)
        {
            var largest = _clients.Values.MaxBy(static c => c.Count);
            if (largest is null || largest.Count <= secrets.Count + (largest == share ? 0 : share.Count))
            {
                return false;
            }

            Drop(largest.Oldest(_entries.ContainsKey));
        }

        _clients[client] = share;
        foreach (var (digest, secret) in secrets)
        {
            Keep(digest, secret, share);
        }

        return true;
    }

    private void Keep(SecretDigest digest, IssuedSecret secret, ClientShare share)
    {
        var grant = secret.Grant;
        if (!_grants.TryGetValue(grant.Id, out var state))
        {
            _grants[grant.Id] = state = new GrantState();
        }

        _entries[digest] = new StoredSecret(secret, state);
        _byExpiry.Enqueue(digest, secret.ExpiresAt);
        state.Secrets++;
        share.Add(digest, _entries.ContainsKey);
    }

    private void Drop(SecretDigest digest)
    {
        if (!_entries.TryRemove(digest, out var entry))
        {
            return;
        }

        var grant = entry.Secret.Grant;
        if (--entry.State.Secrets == 0)
        {
            _grants.Remove(grant.Id);
        }

        if (_clients.TryGetValue(grant.CredentialId, out var share) && --share.Count == 0)
        {
            _clients.Remove(grant.CredentialId);
        }
    }

    private void Sweep(long now)
    {
        for (int i = 0; i < SweptAtOnce && _byExpiry.TryPeek(out var digest, out long expires) && expires < now; i++)
        {
            _byExpiry.Dequeue();
            if (_entries.TryGetValue(digest, out var entry) && entry.Secret.ExpiresAt < now)
            {
                Drop(digest);
            }
        }

        // What was dropped before its time is still in the queue; now and then it is made anew.
        if (_byExpiry.Count > (2 * _entries.Count) + 1024)
        {
            _byExpiry = new PriorityQueue<SecretDigest, long>(_entries.Select(e => (e.Key, e.Value.Secret.ExpiresAt)));
        }
    }
}
