using System.Collections.Concurrent;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Passwords that were found right the slow way, as digests under a key of this process: the second use costs an HMAC. One entry for
/// each stored hash, over reloads; a changed hash is another entry. Bounded: when it is full, it starts over.
/// </summary>
internal sealed class VerifiedPasswords(int capacity = 65_536)
{
    private readonly ConcurrentDictionary<SecretDigest, SecretDigest> _byStored = new();

    /// <summary>Number of entries.</summary>
    public int Count => _byStored.Count;

    /// <summary>Whether this very password was found right for this stored hash.</summary>
    public bool Contains(StoredPassword stored, in SecretDigest password)
        => _byStored.TryGetValue(stored.Identity, out var known) && known.Equals(password);

    /// <summary>Remembers a password that was found right.</summary>
    public void Add(StoredPassword stored, in SecretDigest password)
    {
        if (_byStored.Count >= capacity)
        {
            _byStored.Clear();
        }

        _byStored[stored.Identity] = password;
    }
}
