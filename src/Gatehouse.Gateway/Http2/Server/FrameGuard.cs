namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Watches the frames of one connection go by, both ways, and says when one of its budgets is spent. Kestrel has defences of
/// its own against some of this; these are the same for every version of it, and they stop a flood before it is parsed.
/// </summary>
internal sealed class FrameGuard
{
    private const int ClientPreface = 24;

    private readonly FrameLimits _limits;
    private FrameScanner _received = new(ClientPreface);
    private FrameScanner _sent = new(0);
    private RateBudget _resets;
    private RateBudget _provokedResets;
    private RateBudget _controls;
    private long _windowAllowance;
    private int _continuations;
    private int _blockBytes;

    public FrameGuard(FrameLimits limits)
    {
        _limits = limits;
        _resets = new RateBudget(limits.ResetBurst, limits.ResetsPerSecond);
        _provokedResets = new RateBudget(limits.ProvokedResetBurst, limits.ProvokedResetsPerSecond);
        _controls = new RateBudget(limits.ControlBurst, limits.ControlsPerSecond);
    }

    /// <summary>Accounts for bytes from the client, before anybody parses them.</summary>
    public FrameViolation OnReceived(ReadOnlySpan<byte> bytes, long nowMilliseconds)
    {
        while (_received.TryNext(ref bytes, out var frame))
        {
            var violation = Judge(frame, nowMilliseconds);
            if (violation != FrameViolation.None)
            {
                return violation;
            }
        }

        return FrameViolation.None;
    }

    /// <summary>Accounts for bytes to the client.</summary>
    public FrameViolation OnSent(ReadOnlySpan<byte> bytes, long nowMilliseconds)
    {
        while (_sent.TryNext(ref bytes, out var frame))
        {
            if (frame.Type == FrameType.Data)
            {
                _windowAllowance += _limits.WindowUpdatesPerDataFrame;
            }
            else if (frame.Type == FrameType.RstStream && !_provokedResets.TrySpend(nowMilliseconds))
            {
                return FrameViolation.ProvokedResetFlood;
            }
        }

        return FrameViolation.None;
    }

    private FrameViolation Judge(FrameHeader frame, long now)
    {
        switch (frame.Type)
        {
            case FrameType.Data when frame.Length > 0 || frame.EndStream:
                return FrameViolation.None;
            case FrameType.Headers:
                _continuations = 0;
                _blockBytes = 0;
                return JudgeBlock(frame);
            case FrameType.Continuation:
                _continuations++;
                return JudgeBlock(frame);
            case FrameType.RstStream:
                return _resets.TrySpend(now) ? FrameViolation.None : FrameViolation.ResetFlood;
            case FrameType.WindowUpdate when _windowAllowance > 0:
                _windowAllowance--;
                return FrameViolation.None;
            default:
                return _controls.TrySpend(now) ? FrameViolation.None : FrameViolation.ControlFlood;
        }
    }

    private FrameViolation JudgeBlock(FrameHeader frame)
    {
        _blockBytes += frame.Length;
        return _continuations > _limits.MaxContinuations || _blockBytes > _limits.MaxHeaderBlockBytes
            ? FrameViolation.HeaderBlockFlood
            : FrameViolation.None;
    }
}
