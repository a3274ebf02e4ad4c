using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Http1;

/// <summary>
/// All time limits of a server connection in one loop timer. Starting and ending a wait only notes a deadline; the loop is
/// asked again only when the new deadline is earlier than the one it knows, so keep-alive traffic does not touch the wheel.
/// </summary>
internal sealed class Http1ServerTimer(Channel channel, Http1Inbound inbound, Http1ServerLimits limits) : LoopTimer
{
    private long _readDeadline = long.MaxValue;
    private long _writeDeadline = long.MaxValue;
    private long _bodyWaitStarted, _bodyWaited;
    private Http1Rejection _reason;

    /// <summary>Whether the deadline of the current wait has passed.</summary>
    public bool HasExpired { get; private set; }

    /// <summary>Latest end of the current body whatever its pace, in loop time; reset by <see cref="StartBody"/>.</summary>
    public long BodyDeadline { get; set; } = long.MaxValue;

    private long Now => channel.Loop.NowMilliseconds;

    /// <summary>A wait of the reading side begins; <paramref name="reason"/> is what <see cref="TakeExpired"/> tells if it lasts too long.</summary>
    public void BeginWait(int timeoutMilliseconds, Http1Rejection reason)
    {
        HasExpired = false;
        _reason = reason;
        _readDeadline = Now + timeoutMilliseconds;
        Ensure(_readDeadline);
    }

    public void EndWait() => _readDeadline = long.MaxValue;

    /// <summary>Forgets how long the previous body was waited for.</summary>
    public void StartBody()
    {
        _bodyWaited = 0;
        BodyDeadline = long.MaxValue;
    }

    /// <summary>
    /// A wait for body bytes begins. Only time spent waiting for the client counts against the minimum rate, so that an
    /// application that reads slowly does not convict an innocent sender.
    /// </summary>
    public void BeginBodyWait(long bytesSoFar)
    {
        _bodyWaitStarted = Now;
        int timeout = limits.BodyTimeoutMilliseconds;
        Http1Rejection reason = Http1Rejection.BodyTimeout;
        if (limits.MinBodyBytesPerSecond > 0)
        {
            double allowed = limits.MinBodyRateGraceMilliseconds + (bytesSoFar * 1000.0 / limits.MinBodyBytesPerSecond);
            double left = Math.Max(0, allowed - _bodyWaited);
            if (left < timeout)
            {
                timeout = (int)left;
                reason = Http1Rejection.BodyTooSlow;
            }
        }

        if (BodyDeadline != long.MaxValue)
        {
            timeout = (int)Math.Clamp(BodyDeadline - _bodyWaitStarted, 0, timeout);
        }

        BeginWait(timeout, reason);
    }

    public void EndBodyWait()
    {
        _bodyWaited += Now - _bodyWaitStarted;
        EndWait();
    }

    /// <summary>A write of that many bytes did not complete at once.</summary>
    public void BeginWrite(int bytes)
    {
        long byRate = limits.MinWriteBytesPerSecond > 0 ? bytes * 1000L / limits.MinWriteBytesPerSecond : 0;
        _writeDeadline = Now + Math.Max(limits.WriteTimeoutMilliseconds, byRate);
        Ensure(_writeDeadline);
    }

    public void EndWrite() => _writeDeadline = long.MaxValue;

    /// <summary>What the wait that ended early was for.</summary>
    public Http1Rejection TakeExpired()
    {
        Http1Rejection reason = HasExpired ? _reason : Http1Rejection.None;
        HasExpired = false;
        return reason;
    }

    /// <summary>The connection is over.</summary>
    public void Stop() => channel.Loop.Disarm(this);

    protected internal override void OnElapsed()
    {
        long now = Now;
        if (_writeDeadline <= now)
        {
            _writeDeadline = long.MaxValue;
            channel.Abort(ChannelFault.Timeout);
            return;
        }

        if (_readDeadline <= now)
        {
            _readDeadline = long.MaxValue;
            HasExpired = true;
            inbound.CancelWait();
        }

        long next = Math.Min(_readDeadline, _writeDeadline);
        if (next != long.MaxValue)
        {
            Ensure(next);
        }
    }

    private void Ensure(long deadline)
    {
        if (DeadlineMilliseconds > deadline)
        {
            channel.Loop.Arm(this, Math.Max(0, deadline - Now));
        }
    }
}
