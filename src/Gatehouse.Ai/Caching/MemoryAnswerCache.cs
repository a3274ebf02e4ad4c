namespace Gatehouse.Ai.Caching;

/// <summary>Keeps answers in the node's memory, bounded in bytes and number; the one that was asked for longest ago goes first.</summary>
/// <param name="time">The clock.</param>
/// <param name="maxBytes">All entries together, keys and bookkeeping included. Default 64 MiB.</param>
/// <param name="maxEntries">Entries. Default 10,000.</param>
internal sealed class MemoryAnswerCache(TimeProvider time, long maxBytes = 64 << 20, int maxEntries = 10_000) : IAnswerCache
{
    /// <summary>What an entry takes beside its bytes: key, node, dictionary slot.</summary>
    private const int Overhead = 320;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private long _bytes;

    /// <inheritdoc/>
    public int MaxEntryBytes { get; } = (int)Math.Min(1 << 20, maxBytes / 4);

    /// <summary>Entries that are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Bytes that they take.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> FindAsync(string key)
    {
        // Held for a few pointers: a request to a model takes a thousand times longer.
        lock (_lock)
        {
            if (!_entries.TryGetValue(key, out var node))
            {
                return default;
            }

            if (node.Value.EndsAt <= time.GetTimestamp())
            {
                Remove(node);
                return default;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return new(node.Value.Bytes);
        }
    }

    /// <inheritdoc/>
    public void Store(string key, byte[] entry, TimeSpan lifetime)
    {
        if (entry.Length > MaxEntryBytes)
        {
            return;
        }

        long endsAt = time.GetTimestamp() + (long)(lifetime.TotalSeconds * time.TimestampFrequency);
        lock (_lock)
        {
            if (_entries.TryGetValue(key, out var known))
            {
                Remove(known);
            }

            _entries.Add(key, _byUse.AddFirst(new Entry(key, entry, endsAt)));
            Interlocked.Add(ref _bytes, entry.Length + Overhead);
            while (_entries.Count > maxEntries || _bytes > maxBytes)
            {
                Remove(_byUse.Last!);
            }
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _byUse.Remove(node);
        _entries.Remove(node.Value.Key);
        Interlocked.Add(ref _bytes, -(node.Value.Bytes.Length + Overhead));
    }

    private readonly record struct Entry(string Key, byte[] Bytes, long EndsAt);
}
