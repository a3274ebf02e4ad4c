namespace Gatehouse.Protocols.Redis;

/// <summary>Pauses before connecting again: doubled each time, and jittered so that a thousand gateways do not come back as one.</summary>
internal sealed class RedisBackoff(int firstMilliseconds, int longestMilliseconds)
{
    private int _failures;

    /// <summary>The next pause, between half and all of its step, at least 1 ms.</summary>
    public int Next()
    {
        long step = Math.Min((long)firstMilliseconds << Math.Min(_failures, 20), longestMilliseconds);
        _failures++;
#pragma warning disable CA5394 // Spreads load; nothing is protected by it.
        return (int)Math.Max(1, (step / 2) + Random.Shared.NextInt64((step / 2) + 1));
#pragma warning restore CA5394
    }

    /// <summary>It went well for a while.</summary>
    public void Reset() => _failures = 0;
}
