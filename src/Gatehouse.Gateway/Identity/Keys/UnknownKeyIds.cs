using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity.Keys;

/// <summary>
/// Key ids that a fetch has not brought, for a while: a client that goes on sending a withdrawn one must not use up the fetches that
/// the next rotation needs. Bounded; when it is full, it starts over.
/// </summary>
internal sealed class UnknownKeyIds(TimeSpan memory, TimeProvider time, int capacity = 256)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SecretDigest, long> _since = [];

    /// <summary>Whether that id was in vain a short while ago.</summary>
    public bool Contains(ReadOnlySpan<byte> keyId)
    {
        var digest = SecretDigest.Of(keyId);
        lock (_lock)
        {
            return _since.TryGetValue(digest, out long since) && time.GetElapsedTime(since) < memory;
        }
    }

    /// <summary>Remembers an id that a fetch has not brought.</summary>
    public void Add(ReadOnlySpan<byte> keyId)
    {
        var digest = SecretDigest.Of(keyId);
        lock (_lock)
        {
            if (_since.Count >= capacity)
            {
                _since.Clear();
            }

            _since[digest] = time.GetTimestamp();
        }
    }
}
