using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Protocols.Redis;

/// <summary>
/// One connection: commands out in their order, answers in. What is sent within a turn of the loop is written once, at its end.
/// On the loop's thread only.
/// </summary>
internal sealed partial class RedisConnection : IRedisCommandHolder
{
    private readonly Channel _channel;
    private readonly Loop _loop;
    private readonly RedisLimits _limits;
    private readonly IRedisConnectionOwner _owner;
    private readonly RedisFlight _flight = new();
    private readonly HashSet<RedisScript> _sentScripts = [];
    private readonly RedisWatch _watch;

    public RedisConnection(Channel channel, RedisLimits limits, IRedisConnectionOwner owner)
    {
        _channel = channel;
        _loop = channel.Loop;
        _limits = limits;
        _owner = owner;
        _reader = new Resp.RespReader(limits.Replies);
        _onWritten = OnWritten;
        _watch = new RedisWatch(this);
        LastActivityAt = _loop.NowMilliseconds;
    }

    /// <summary>Whether it has not ended.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Whether an answer is overdue. May be read on any thread.</summary>
    public bool IsStalled => _flight.IsOverdue;

    /// <summary>When something was last sent or received.</summary>
    public long LastActivityAt { get; private set; }

    /// <summary>Why it has ended, for a log; null while it has not.</summary>
    public string? EndReason { get; private set; }

    /// <summary>Starts to read.</summary>
    public void Start()
    {
        _ = ReadAsync();
        Watch();
    }

    /// <summary>Sends a command; its holder is this connection from now on. Anything but None: it was not sent.</summary>
    public RedisFailure Send(RedisCommand command)
    {
        var refusal = !IsOpen ? RedisFailure.NotConnected : IsStalled ? RedisFailure.Stalled : RedisFailure.None;
        bool hasSource = command.CalledScript is { } script && (command.HasSentSource || _sentScripts.Add(script));
        int bytes = command.Length + (hasSource ? command.CalledScript!.Source.Length : 0);
        if (refusal == RedisFailure.None && !HasRoom(bytes))
        {
            refusal = RedisFailure.Overloaded;
        }

        if (refusal != RedisFailure.None)
        {
            if (hasSource)
            {
                _sentScripts.Remove(command.CalledScript!);
            }

            return refusal;
        }

        if (hasSource)
        {
            command.HasSentSource = true;
            command.WriteWithSource(_output);
        }
        else
        {
            command.WriteTo(_output);
        }

        command.Holder = this;
        command.Ticket = _flight.Add(command, bytes, _loop.NowMilliseconds);
        WriteSoon();
        return RedisFailure.None;
    }

    /// <summary>Sends a command that may be executed here although the slot is still another node's (<c>ASKING</c>).</summary>
    public RedisFailure SendAsking(RedisCommand command)
    {
        ReadOnlySpan<byte> asking = "*1\r\n$6\r\nASKING\r\n"u8;
        if (!IsOpen || IsStalled || !HasRoom(asking.Length + command.Length + (command.CalledScript?.Source.Length ?? 0)))
        {
            return RedisFailure.Unavailable;
        }

        _output.Append(asking);
        _flight.Add(null, asking.Length, _loop.NowMilliseconds);
        return Send(command);
    }

    /// <summary>Ends it and fails what is under way. A second time does nothing.</summary>
    /// <param name="reason">For a log, without secrets.</param>
    /// <param name="fault">How the peer is told.</param>
    public void Close(string reason, ChannelFault fault = ChannelFault.None)
    {
        if (!IsOpen)
        {
            return;
        }

        IsOpen = false;
        EndReason = reason;
        _loop.Disarm(_watch);
        if (fault == ChannelFault.None)
        {
            _channel.Close();
        }
        else
        {
            _channel.Abort(fault);
        }

        _output.Drop();
        _owner.OnClosed(this, reason);
        while (_flight.Count > 0)
        {
            _flight.Take()?.Complete(RedisFailure.ConnectionLost);
        }
    }

    /// <inheritdoc/>
    public void Abandon(RedisCommand command) => _flight.Abandon(command.Ticket);

    /// <summary>Looks after a connection: drops it when it does not answer, and asks for a sign of life when nothing happens.</summary>
    public void Watch()
    {
        long now = _loop.NowMilliseconds;
        if (_flight.Count > 0)
        {
            long left = _flight.OldestAt + _limits.ReplyTimeoutMilliseconds - now;
            if (left <= 0)
            {
                Close("the server did not answer in time", ChannelFault.Timeout);
                return;
            }

            _loop.Arm(_watch, left);
            return;
        }

        long idle = now - LastActivityAt;
        if (idle >= _limits.PingIntervalMilliseconds)
        {
            _output.Append("*1\r\n$4\r\nPING\r\n"u8);
            _flight.Add(null, 0, now);
            WriteSoon();
            idle = 0;
        }

        // A command may be sent right after: it must not be seen later than its time.
        _loop.Arm(_watch, Math.Min(_limits.PingIntervalMilliseconds - idle, _limits.ReplyTimeoutMilliseconds));
    }

    private bool HasRoom(int bytes)
        => _flight.Count < _limits.MaxInFlight && bytes <= _limits.MaxInFlightBytes - _flight.Bytes;
}
