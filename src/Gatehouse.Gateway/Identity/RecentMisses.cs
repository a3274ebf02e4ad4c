using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Digests of what was looked for in vain a short while ago: key ids that a fetch has not brought, tokens that an issuer does not
/// know. Who repeats them must not cause a call each time. Bounded; when it is full, it starts over.
/// </summary>
internal sealed class RecentMisses(TimeSpan memory, TimeProvider time, int capacity = 256)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SecretDigest, long> _since = [];

    /// <summary>Whether it was in vain a short while ago.</summary>
    public bool Contains(in SecretDigest digest)
    {
        lock (_lock)
        {
            return _since.TryGetValue(digest, out long since) && time.GetElapsedTime(since) < memory;
        }
    }

    /// <summary>Remembers one.</summary>
    public void Add(in SecretDigest digest)
    {
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
