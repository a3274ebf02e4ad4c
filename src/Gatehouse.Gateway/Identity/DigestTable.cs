using System.Numerics;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Gateway.Identity;

/// <summary>
/// Finds things by the digest of a secret: open addressing in one array, because a dictionary of a hundred thousand would cost a
/// second array and an equality call through an interface. Built once, then only read.
/// </summary>
internal sealed class DigestTable<T>
    where T : class
{
    private readonly Entry[] _entries;
    private readonly uint _mask;

    /// <param name="capacity">Number of things there will be; half of the places stay free, so that probes are short.</param>
    public DigestTable(int capacity)
    {
        _entries = new Entry[BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, capacity * 2))];
        _mask = (uint)_entries.Length - 1;
    }

    /// <summary>Number of things.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a thing; false when the digest is taken.</summary>
    public bool TryAdd(SecretDigest digest, T value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, _entries.Length - 1, nameof(Count));
        uint place = digest.Bucket & _mask;
        for (; _entries[place].Value is not null; place = (place + 1) & _mask)
        {
            if (_entries[place].Digest.Equals(digest))
            {
                return false;
            }
        }

        _entries[place] = new Entry { Digest = digest, Value = value };
        Count++;
        return true;
    }

    /// <summary>The thing with that digest, or null. Digests are compared in constant time.</summary>
    public T? Find(in SecretDigest digest)
    {
        for (uint place = digest.Bucket & _mask; _entries[place].Value is { } value; place = (place + 1) & _mask)
        {
            if (_entries[place].Digest.Equals(digest))
            {
                return value;
            }
        }

        return null;
    }

    private struct Entry
    {
        public SecretDigest Digest;
        public T? Value;
    }
}
