using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Overload;

/// <summary>
/// The adaptive limit of one service, shared by all loops: counts what is in flight and lets <see cref="AdaptiveController"/> learn
/// from what came back. No locks and no allocation; whoever closes a window does so alone, the others go on.
/// </summary>
internal sealed class AdaptiveLimiter
{
    /// <summary>Answers that make a window; one with fewer is kept open, up to a second.</summary>
    private const int EnoughAnswers = 10;

    private readonly TimeProvider _time;
    private readonly AdaptiveController _controller;
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
        _windowTicks = (long)(options.Window.TotalSeconds * _ticksPerSecond);
        _shared.Limit = _controller.Limit;
        _shared.WindowStart = time.GetTimestamp();
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
        _shared.IsSaturated = true;
        CloseWindow(_time.GetTimestamp());
        return false;
    }

    /// <summary>
    /// A request has its answer or will get none. <paramref name="started"/> and <paramref name="now"/> are timestamps of the clock:
    /// when it was sent on its way, and now.
    /// </summary>
    public void Leave(long started, long now, UpstreamVerdict verdict)
    {
        Interlocked.Decrement(ref _shared.InFlight);
        if (verdict == UpstreamVerdict.Ignored || now < Volatile.Read(ref _shared.WindowStart))
        {
            return;
        }

        if (verdict == UpstreamVerdict.Answered)
        {
            Interlocked.Add(ref _shared.LatencyTicks, Math.Max(1, now - started));
            Interlocked.Increment(ref _shared.Completed);
        }
        else
        {
            Interlocked.Increment(ref _shared.Failed);
        }

        CloseWindow(now);
    }

    private void NotePeak(int inFlight)
    {
        // A race loses a peak by one or two, which nothing depends on.
        if (inFlight > _shared.Peak)
        {
            _shared.Peak = inFlight;
        }

        if (inFlight >= _shared.Limit)
        {
            _shared.IsSaturated = true;
        }
    }

    private void CloseWindow(long now)
    {
        long age = now - Volatile.Read(ref _shared.WindowStart);
        if (age < _windowTicks || !IsWhole(age) || Interlocked.CompareExchange(ref _shared.Closing, 1, 0) != 0)
        {
            return;
        }

        // Again: it may have been closed by another in between.
        age = now - _shared.WindowStart;
        if (age >= _windowTicks && IsWhole(age))
        {
            var window = Take(age / _ticksPerSecond, out int peakLeft);
            bool changed = _controller.Observe(window);
            Volatile.Write(ref _shared.Limit, _controller.Limit);
            _shared.Peak = peakLeft;

            // What was let in before a step tells of the time before it, and of what is let in now the fast ones end first: wait
            // until neither shows.
            Volatile.Write(ref _shared.WindowStart, changed ? now + (long)(2 * window.MeanLatency * _ticksPerSecond) : now);
        }

        Volatile.Write(ref _shared.Closing, 0);
    }

    private bool IsWhole(long age)
        => Volatile.Read(ref _shared.Completed) + Volatile.Read(ref _shared.Failed) >= EnoughAnswers || age >= _ticksPerSecond;

    private LatencyWindow Take(double seconds, out int peakLeft)
    {
        int completed = Interlocked.Exchange(ref _shared.Completed, 0);
        long ticks = Interlocked.Exchange(ref _shared.LatencyTicks, 0);
        int failed = Interlocked.Exchange(ref _shared.Failed, 0);
        bool isSaturated = _shared.IsSaturated;
        int peak = _shared.Peak;
        peakLeft = Volatile.Read(ref _shared.InFlight);
        _shared.IsSaturated = false;

        // Full for a second and nothing came back: the service stands still.
        if (isSaturated && completed + failed == 0)
        {
            failed = 1;
        }

        double latency = completed == 0 ? 0 : ticks / _ticksPerSecond / completed;
        return new LatencyWindow(seconds, completed, latency, failed, peak, isSaturated);
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

        [FieldOffset(136)]
        public bool IsSaturated;

        [FieldOffset(192)]
        public int Completed;

        [FieldOffset(196)]
        public int Failed;

        [FieldOffset(200)]
        public long LatencyTicks;

        [FieldOffset(256)]
        public int Closing;
    }
}
