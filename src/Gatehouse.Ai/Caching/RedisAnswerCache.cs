using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Gateway.Redis;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Ai.Caching;

/// <summary>Keeps answers in Redis, for all nodes. A Redis that is away or slow is an empty cache; it bounds its own memory.</summary>
/// <param name="redis">How to reach it.</param>
internal sealed class RedisAnswerCache(RedisNode redis) : IAnswerCache
{
    /// <summary>Longest wait for an answer: a model takes longer than that to begin.</summary>
    private const int TimeoutMilliseconds = 50;

    private static readonly byte[] Prefix = "gatehouse:ai-cache:"u8.ToArray();

    /// <inheritdoc/>
    public int MaxEntryBytes => 256 << 10;

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> FindAsync(string key)
    {
        if (Loop.Current is not { } loop)
        {
            return default;
        }

        var client = redis.Clients[loop.Index];
        using var reply = await client.SendAsync(client.Rent().Name("GET"u8).Key(NameOf(key)), TimeoutMilliseconds).ConfigureAwait(false);
        return reply.Failure == RedisFailure.None && !reply.IsError ? reply.Value.Text.ToArray() : default;
    }

    /// <inheritdoc/>
    public void Store(string key, byte[] entry, TimeSpan lifetime)
    {
        if (entry.Length <= MaxEntryBytes && Loop.Current is { } loop)
        {
            _ = StoreAsync(redis.Clients[loop.Index], key, entry, Math.Max(1, (long)lifetime.TotalMilliseconds));
        }
    }

    private static byte[] NameOf(string key) => [.. Prefix, .. Encoding.ASCII.GetBytes(key)];

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private static async ValueTask<bool> StoreAsync(RedisClient client, string key, byte[] entry, long milliseconds)
    {
        using var reply = await client.SendAsync(
            client.Rent().Name("SET"u8).Key(NameOf(key)).Add(entry).Add("PX"u8).Add(milliseconds), TimeoutMilliseconds).ConfigureAwait(false);
        return reply.Failure == RedisFailure.None;
    }
}
