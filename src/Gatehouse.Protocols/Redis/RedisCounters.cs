namespace Gatehouse.Protocols.Redis;

/// <summary>Figures of one client: written by its loop, read by anybody.</summary>
internal sealed class RedisCounters
{
    private long _commands, _failures, _timedOut, _connects, _connectFailures;
    private int _inFlight, _connections;

    public long Commands => Volatile.Read(ref _commands);

    public long Failures => Volatile.Read(ref _failures);

    public long TimedOut => Volatile.Read(ref _timedOut);

    public long Connects => Volatile.Read(ref _connects);

    public long ConnectFailures => Volatile.Read(ref _connectFailures);

    public int InFlight => Volatile.Read(ref _inFlight);

    public int Connections => Volatile.Read(ref _connections);

    public void CountBegin() => Volatile.Write(ref _inFlight, _inFlight + 1);

    /// <summary>A command that was under way has ended.</summary>
    public void CountEnd(RedisFailure failure)
    {
        Volatile.Write(ref _inFlight, _inFlight - 1);
        if (failure == RedisFailure.None)
        {
            Volatile.Write(ref _commands, _commands + 1);
            return;
        }

        CountRefusal();
        if (failure == RedisFailure.TimedOut)
        {
            Volatile.Write(ref _timedOut, _timedOut + 1);
        }
    }

    /// <summary>A command failed at once.</summary>
    public void CountRefusal() => Volatile.Write(ref _failures, _failures + 1);

    public void CountConnect()
    {
        Volatile.Write(ref _connects, _connects + 1);
        Volatile.Write(ref _connections, _connections + 1);
    }

    public void CountDisconnect() => Volatile.Write(ref _connections, _connections - 1);

    public void CountConnectFailure() => Volatile.Write(ref _connectFailures, _connectFailures + 1);
}
