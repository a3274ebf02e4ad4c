using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Overload;

/// <summary>
/// The adaptive limit of one service, shared by all loops: counts what is in flight and lets <see cref="AdaptiveController"/> learn
/// from what came back. No locks and no allocation; whoever closes a window does so alone, the others go on.
/// </summary>
internal sealed class AdaptiveLimiter
{
    /// <summary>Answers that make a window; one with fewer is kept open, up to a second, or as long as an answer takes.</summary>
    private const int EnoughAnswers = 10;

    /// <summary>Seconds that a full service may take for its first answer before it is said to stand still.</summary>
    private const int FirstPatience = 10;

    /// <summary>The same as a multiple of its latency once that is known, at least a second.</summary>
    private const int LatenciesOfPatience = 4;

    private readonly TimeProvider _time;
    private readonly AdaptiveController _controller;
    private readonly QueueDrain _drain;
    private readonly long[] _shed = new long[RequestPriorities.Count];
    private readonly double _ticksPerSecond;
    private readonly long _windowTicks;
    private Shared _shared;

    public AdaptiveLimiter(AdaptiveOptions options, TimeProvider time)
    {
        _time = time;
        Options = options;
        _controller = new AdaptiveController(options);
        _ticksPerSecond = time.TimestampFrequency;
        _drain = new QueueDrain(_ticksPerSecond);
        _windowTicks = (long)(options.Window.TotalSeconds * _ticksPerSecond);
        _shared.Limit = _controller.Limit;
        _shared.WindowStart = _shared.LastReturn = time.GetTimestamp();
    }

    /// <summary>What it was made with.</summary>
    public AdaptiveOptions Options { get; }

    /// <summary>Requests that may be in flight.</summary>
    public int Limit => Volatile.Read(ref _shared.Limit);

    /// <summary>Requests in flight.</summary>
    public int InFlight => Volatile.Read(ref _shared.InFlight);

    /// <summary>Mean latency without a queue, seconds; 0 = not known yet.</summary>
    public double Baseline => _controller.Baseline;

    /// <summary>Requests of a priority that were refused.</summary>
    public long Shed(RequestPriority priority) => Volatile.Read(ref _shed[(int)priority]);

    /// <summary>Lets a request in, or refuses it. Who was let in calls <see cref="Leave"/> exactly once.</summary>
    public bool TryEnter(RequestPriority priority)
    {
        int ceiling = RequestPriorities.Ceiling(priority, Volatile.Read(ref _shared.Limit));
        if (priority > RequestPriority.Normal && _drain.IsOn)
        {
            ceiling += _drain.RoomAt(_time.GetTimestamp());
        }

        int now = Volatile.Read(ref _shared.InFlight);
        while (now < ceiling)
        {
            int seen = Interlocked.CompareExchange(ref _shared.InFlight, now + 1, now);
            if (seen == now)
            {
                NotePeak(now + 1);
                return true;
            }

            now = seen;
        }

        Interlocked.Increment(ref _shed[(int)priority]);
        long at = _time.GetTimestamp();
        NoteFull(at);
        CloseWindow(at);
        return false;
    }

    /// <summary>
    /// A request has its answer or will get none. <paramref name="started"/> and <paramref name="now"/> are timestamps of the clock:
    /// when it was sent on its way, and now.
    /// </summary>
    public void Leave(long started, long now, UpstreamVerdict verdict)
    {
        Interlocked.Decrement(ref _shared.InFlight);
        if (verdict == UpstreamVerdict.Ignored)
        {
            return;
        }

        if (IsPause(now) && (Returned > 0 || Volatile.Read(ref _shared.FullSince) == 0))
        {
            // What was measured before a pause is judged without it: this answer begins a window of its own.
            CloseWindow(now);
        }

        Volatile.Write(ref _shared.LastReturn, now);
        if (now < Volatile.Read(ref _shared.WindowStart))
        {
            return;
        }

        switch (verdict)
        {
            case UpstreamVerdict.Answered:
                Interlocked.Add(ref _shared.LatencyTicks, Math.Max(1, now - started));
                Interlocked.Increment(ref _shared.Completed);
                break;
            case UpstreamVerdict.Overloaded:
                Interlocked.Increment(ref _shared.Overloaded);
                break;
            default:
                Interlocked.Increment(ref _shared.Failed);
                break;
        }

        CloseWindow(now);
    }

    private int Returned
        => Volatile.Read(ref _shared.Completed) + Volatile.Read(ref _shared.Overloaded) + Volatile.Read(ref _shared.Failed);

    /// <summary>Whether nothing has come back for a second.</summary>
    private bool IsPause(long now)
        => now - Math.Max(Volatile.Read(ref _shared.LastReturn), Volatile.Read(ref _shared.WindowStart)) >= _ticksPerSecond;

    private void NotePeak(int inFlight)
    {
        // A race loses a peak by one or two, which nothing depends on.
        if (inFlight > _shared.Peak)
        {
            _shared.Peak = inFlight;
        }

        if (inFlight >= _shared.Limit && _shared.FullSince == 0)
        {
            NoteFull(_time.GetTimestamp());
        }
    }

    private void NoteFull(long now)
    {
        if (Volatile.Read(ref _shared.FullSince) != 0)
        {
            return;
        }

        if (IsPause(now))
        {
            // The crowd comes after a quiet time, which tells nothing of it.
            CloseWindow(now);
        }

        Volatile.Write(ref _shared.FullSince, Math.Max(1, now));
    }

    private void CloseWindow(long now)
    {
        if (!IsWhole(now) || Interlocked.CompareExchange(ref _shared.Closing, 1, 0) != 0)
        {
            return;
        }

        // Again: it may have been closed by another in between.
        if (IsWhole(now))
        {
            long start = _shared.WindowStart, last = Volatile.Read(ref _shared.LastReturn);
            long end = Returned > 0 && now - last >= _ticksPerSecond ? last : now;
            var window = Take(Math.Max(end - start, _windowTicks) / _ticksPerSecond, end, out int peakLeft);
            bool changed = _controller.Observe(window);
            int limit = _controller.Limit;
            if (limit < _shared.Limit)
            {
                _drain.Begin(now, InFlight - limit, window.Rate);
            }

            Volatile.Write(ref _shared.Limit, limit);
            _shared.Peak = peakLeft;

            // What was let in before a step tells of the time before it, and of what is let in now the fast ones end first: wait
            // until neither shows.
            Volatile.Write(ref _shared.WindowStart, changed ? now + (long)(SettlingTime(window, peakLeft) * _ticksPerSecond) : now);
        }

        Volatile.Write(ref _shared.Closing, 0);
    }

    /// <summary>Seconds until what is in flight has come back.</summary>
    private static double SettlingTime(in LatencyWindow window, int inFlight)
        => Math.Max(2 * window.MeanLatency, window.Completed == 0 ? 0 : Math.Min(inFlight / window.Rate, 1));

    private bool IsWhole(long now)
    {
        long age = now - Volatile.Read(ref _shared.WindowStart);
        if (age < _windowTicks)
        {
            return false;
        }

        if (Volatile.Read(ref _shared.Completed) + Volatile.Read(ref _shared.Overloaded) >= EnoughAnswers)
        {
            return true;
        }

        // Full and without an answer is a service that stands still, or one that takes its time as it always does.
        long full = Volatile.Read(ref _shared.FullSince);
        return age >= Math.Max(1, _controller.Baseline) * _ticksPerSecond && (Returned > 0 || full == 0 || now - full >= Patience);
    }

    /// <summary>Ticks after which a full service without an answer stands still.</summary>
    private double Patience
        => _ticksPerSecond * (_controller.Baseline == 0 ? FirstPatience : Math.Max(1, LatenciesOfPatience * _controller.Baseline));

    private LatencyWindow Take(double seconds, long end, out int peakLeft)
    {
        int completed = Interlocked.Exchange(ref _shared.Completed, 0);
        long ticks = Interlocked.Exchange(ref _shared.LatencyTicks, 0);
        int overloaded = Interlocked.Exchange(ref _shared.Overloaded, 0);
        int failed = Interlocked.Exchange(ref _shared.Failed, 0);
        long full = Volatile.Read(ref _shared.FullSince);
        bool isSaturated = full != 0 && full <= end;
        int peak = _shared.Peak;
        peakLeft = Volatile.Read(ref _shared.InFlight);
        if (isSaturated)
        {
            Volatile.Write(ref _shared.FullSince, 0);
        }

        // Full for so long and nothing came back: the service stands still.
        if (isSaturated && completed + overloaded + failed == 0)
        {
            overloaded = 1;
        }

        double latency = completed == 0 ? 0 : ticks / _ticksPerSecond / completed;
        return new LatencyWindow(seconds, completed, latency, overloaded, peak, isSaturated);
    }

    // What every request writes, away from the cache lines of what it only reads.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Shared
    {
        [FieldOffset(64)]
        public int Limit;

        [FieldOffset(72)]
        public long WindowStart;

        [FieldOffset(128)]
        public int InFlight;

        [FieldOffset(132)]
        public int Peak;

        // When it was first full in this window, 0 = it was not.
        [FieldOffset(136)]
        public long FullSince;

        [FieldOffset(192)]
        public int Completed;

        [FieldOffset(196)]
        public int Overloaded;

        [FieldOffset(200)]
        public long LatencyTicks;

        [FieldOffset(208)]
        public int Failed;

        [FieldOffset(216)]
        public long LastReturn;

        [FieldOffset(256)]
        public int Closing;
    }
}
