using System.Runtime.CompilerServices;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Redis;

namespace Gatehouse.Gateway.Limits.Shared;

/// <summary>Asks the server for its time now and then, beside the requests; nobody waits for it.</summary>
internal sealed class ServerTime(SharedClock clock, bool isOn)
{
    private const long Pause = 30 * LimitWindow.Second;

    /// <summary>Until an answer was quick enough: the first ones come while a node starts and are slow.</summary>
    private const long ShortPause = LimitWindow.Second / 10;

    private long _asked = -Pause;
    private int _isAsking;

    /// <inheritdoc cref="SharedClock.Calendar"/>
    public long Calendar => clock.Calendar;

    /// <inheritdoc cref="SharedClock.Now"/>
    public long Now => clock.Now;

    private long PauseNow => clock.IsClose ? Pause : clock.IsSet ? ShortPause : LimitWindow.Second;

    /// <summary>Asks when it is time to; on the client's loop.</summary>
    public void Refresh(RedisClient client)
    {
        if (isOn && Now - Volatile.Read(ref _asked) >= PauseNow && Interlocked.Exchange(ref _isAsking, 1) == 0)
        {
            Volatile.Write(ref _asked, Now);
            _ = AskAsync(client);
        }
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask AskAsync(RedisClient client)
    {
        long sent = Now;
        using var reply = await client.SendAsync(client.Rent().Name("TIME"u8)).ConfigureAwait(false);
        if (reply.Failure == RedisFailure.None && reply[0].TryGetInteger(out long seconds) && reply[1].TryGetInteger(out long microseconds))
        {
            clock.Learn((seconds * LimitWindow.Second) + (microseconds * 1000), sent, Now);
        }

        Volatile.Write(ref _isAsking, 0);
    }
}
