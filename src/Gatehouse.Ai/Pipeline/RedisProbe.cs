using Gatehouse.Ai.Surfaces;
using Gatehouse.Gateway.Redis;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Pings Redis on the loop that asks.</summary>
internal sealed class RedisProbe(Func<RedisNode?> redis, TimeProvider time)
{
    private const int TimeoutMilliseconds = 2_000;

    /// <summary>How it answered; null = none is configured.</summary>
    public async ValueTask<RedisCard?> AskAsync()
    {
        if (redis() is not { } node)
        {
            return null;
        }

        long started = time.GetTimestamp();
        var client = node.Current;
        using var reply = await client.SendAsync(client.Rent().Name("PING"u8), TimeoutMilliseconds);
        string? error = reply.Failure != RedisFailure.None ? reply.Failure.ToString() : reply.IsError ? "Redis answered with an error" : null;
        return new RedisCard(error is null, time.GetElapsedTime(started).TotalMilliseconds, error);
    }
}
