using System.Diagnostics.CodeAnalysis;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Protocols.Jose;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity.Keys;

/// <summary>A key set by its URL, kept fresh in the background (RFC 7517 section 5). Any thread may ask it.</summary>
internal sealed class RemoteKeySet : ISharedRemote<KeySource>
{
    // A withdrawn key that is still used is asked for again after that.
    private static readonly TimeSpan UnknownMemory = TimeSpan.FromMinutes(1);

    // How long a request waits for a fetch: not as long as the fetch may take.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private static readonly JoseKeyPolicy Policy = new() { Algorithms = JoseAlgorithmSet.Asymmetric };

    private readonly TimeProvider _time;
    private readonly RemoteDocument<JwkSet> _document;
    private readonly RecentMisses _unknown;
    private byte[] _body = [];

    public RemoteKeySet(KeySource source, OutboundClient client, RemoteDocumentOptions options, TimeProvider time, ILogger logger)
    {
        Source = source;
        _time = time;
        _unknown = new RecentMisses(UnknownMemory, time);
        var request = new OutboundRequest
        {
            Url = source.Url,
            Reach = source.Reach,
            VerifyTls = source.VerifyTls,
            MaxResponseBytes = JwkSet.MaximumBytes,
            Accept = "application/jwk-set+json, application/json",
        };
        _document = new RemoteDocument<JwkSet>(client, request, Read, options, time, logger);
    }

    /// <inheritdoc/>
    public KeySource Source { get; }

    /// <summary>
    /// The keys as they were read last; null until the first success. Another set after every fetch that changed them, with the same
    /// objects for the keys that stayed.
    /// </summary>
    public JwkSet? Current => _document.Current;

    /// <inheritdoc/>
    public void Start() => _document.Start();

    /// <summary>Looks for the key of a token among those that are there; never waits.</summary>
    public bool TryFind(JwsToken token, [NotNullWhen(true)] out JoseKey? key, out JoseError error)
    {
        if (Current is { } keys)
        {
            return keys.TryFind(token, out key, out error);
        }

        key = null;
        error = JoseError.KeyNotFound;
        return false;
    }

    /// <summary>Looks for the key of a token, and fetches the set where it may be new; waits 5 s at most.</summary>
    public async ValueTask<RemoteKey> FindAsync(JwsToken token)
    {
        if (TryFind(token, out var key, out var error))
        {
            return Found(key);
        }

        if (Current is null)
        {
            // Before the first success the background's own attempts are the only ones: they come soon enough.
            await EndsAsync(_document.Pending);
            return TryFind(token, out key, out error) ? Found(key) : new RemoteKey(null, error, Current is null);
        }

        bool isDone = error != JoseError.KeyNotFound || _unknown.Contains(SecretDigest.Of(token.KeyId));
        bool isOutage = false;
        while (!isDone)
        {
            // One that was under way already may have asked before the issuer published the key.
            var fetch = _document.TryFetch(out bool isNew);
            bool isFetched = await EndsAsync(fetch);
            if (TryFind(token, out key, out error))
            {
                return Found(key);
            }

            isOutage = fetch is not null && !isFetched;
            isDone = isNew || !isFetched;
            if (isDone && isFetched)
            {
                _unknown.Add(SecretDigest.Of(token.KeyId));
            }
        }

        return new RemoteKey(null, error, isOutage);
    }

    /// <summary>Whether a key is still among those that are there.</summary>
    public bool Has(JoseKey key) => Current is { } keys && keys.Keys.Contains(key);

    /// <inheritdoc/>
    public void Dispose() => _document.Dispose();

    private static RemoteKey Found(JoseKey key) => new(key, JoseError.None, false);

    private async ValueTask<bool> EndsAsync(Task<bool>? fetch)
    {
        try
        {
            return fetch is not null && await fetch.WaitAsync(LongestWait, _time);
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>
    /// A set without a usable key is taken for an outage: the issuer has not withdrawn everything it signs with. The same keys are
    /// the same objects, however they are written this time: whoever remembers tokens by keys must not be made to forget them by
    /// somebody who causes fetches.
    /// </summary>
    private JwkSet? Read(byte[] body)
    {
        if (Current is { } same && body.AsSpan().SequenceEqual(_body))
        {
            return same;
        }

        if (!JwkSet.TryParse(body, Policy, out var set, out _) || set.Keys.Count == 0)
        {
            return null;
        }

        _body = body;
        return Current is { } earlier ? set.Keeping(earlier) : set;
    }
}
