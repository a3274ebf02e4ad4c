using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Outbound.Streams;

/// <content>
/// What ends a call from outside: its time limits and its caller. A wait only notes a deadline; the loop is asked again only when the
/// new one is earlier than the one it knows, so that a stream does not touch the timer wheel with each event.
/// </content>
internal sealed partial class LoopHttpResponse
{
    private long _totalDeadline = long.MaxValue, _phaseDeadline = long.MaxValue;
    private LoopHttpFailure _phase;
    private CancellationTokenRegistration _cancellation;
    private TaskCompletionSource? _givenUp;

    private long Now => _pool.Loop.NowMilliseconds;

    /// <inheritdoc/>
    protected override void OnElapsed()
    {
        long now = Now;
        if (_phaseDeadline <= now && _phase == LoopHttpFailure.IdleTimeout && Status != 0 && HasBuffered)
        {
            // It came in time, and its reader is slow.
            EndPhase();
        }

        if (_totalDeadline <= now || _phaseDeadline <= now)
        {
            GiveUp(_totalDeadline <= now ? LoopHttpFailure.TotalTimeout : _phase, ChannelFault.Timeout);
            return;
        }

        Ensure(Math.Min(_totalDeadline, _phaseDeadline));
    }

    private void StartClock(CancellationToken cancellation)
    {
        _totalDeadline = Now + _request.Timeouts.Total;
        Ensure(_totalDeadline);
        if (cancellation.CanBeCanceled)
        {
            _cancellation = cancellation.UnsafeRegister(static state => ((LoopHttpResponse)state!).Cancel(), this);
        }
    }

    private void StopClock()
    {
        _totalDeadline = _phaseDeadline = long.MaxValue;
        _pool.Loop.Disarm(this);
        _cancellation.Unregister();
    }

    private void BeginPhase(LoopHttpFailure failure, int milliseconds)
    {
        _phase = failure;
        _phaseDeadline = Now + milliseconds;
        Ensure(_phaseDeadline);
    }

    private void EndPhase() => _phaseDeadline = long.MaxValue;

    private void Ensure(long deadline)
    {
        if (DeadlineMilliseconds > deadline)
        {
            _pool.Loop.Arm(this, Math.Max(0, deadline - Now));
        }
    }

    /// <summary>The caller's token has ended; on any thread.</summary>
    private void Cancel()
    {
        if (_pool.Loop.IsCurrent)
        {
            Abort();
        }
        else
        {
            _pool.Loop.Post(static state => ((LoopHttpResponse)state!).Abort(), this);
        }
    }
}
