namespace Gatehouse.Ai.Caching;

/// <summary>Keeps encoded answers by name. Never fails: what cannot be read is not there, what cannot be written is not kept.</summary>
internal interface IAnswerCache
{
    /// <summary>Largest entry, bytes.</summary>
    int MaxEntryBytes { get; }

    /// <summary>What is kept under a name; empty = nothing. On a loop; comes back to it.</summary>
    ValueTask<ReadOnlyMemory<byte>> FindAsync(string key);

    /// <summary>Keeps bytes, which become the cache's. Does not wait.</summary>
    void Store(string key, byte[] entry, TimeSpan lifetime);
}
