using Gatehouse.Gateway.Overload;
using Gatehouse.TestKit.Time;

namespace Gatehouse.Gateway.Tests.Overload;

/// <summary>
/// A service of so many workers behind an adaptive limit, and clients who ask at random moments; event by event on a clock of its
/// own, so that the same seed always gives the same course.
/// </summary>
internal sealed class SimulatedService(AdaptiveOptions options, int seed)
{
    private readonly Random _random = new(seed);
    private readonly FakeClock _clock = new();
    private readonly PriorityQueue<(RequestPriority Priority, long Started), long> _serving = new();
    private readonly Queue<(RequestPriority Priority, long Started)> _waiting = new();
    private AdaptiveLimiter? _limiter;

    /// <summary>Requests served at a time.</summary>
    public int Workers { get; set; } = 64;

    /// <summary>Mean time to serve one.</summary>
    public TimeSpan Service { get; set; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Requests per second of normal and of high priority.</summary>
    public (double Normal, double High) Offered { get; set; } = (4500, 500);

    /// <summary>The limit.</summary>
    public AdaptiveLimiter Limiter => _limiter ??= new AdaptiveLimiter(options, _clock);

    /// <summary>Lets time pass and tells what happened in it.</summary>
    public SimulatedRun Run(TimeSpan duration)
    {
        var run = new SimulatedRun(duration);
        long end = _clock.GetTimestamp() + duration.Ticks;
        long normal = Next(Offered.Normal), high = Next(Offered.High);
        while (true)
        {
            long done = _serving.TryPeek(out _, out long first) ? first : long.MaxValue;
            long now = Math.Min(done, Math.Min(normal, high));
            if (now >= end)
            {
                AdvanceTo(end);
                return run;
            }

            AdvanceTo(now);
            if (now == done)
            {
                Finish(run);
            }
            else if (now == normal)
            {
                Arrive(RequestPriority.Normal, run);
                normal = Next(Offered.Normal);
            }
            else
            {
                Arrive(RequestPriority.High, run);
                high = Next(Offered.High);
            }
        }
    }

    private void AdvanceTo(long timestamp)
    {
        if (timestamp > _clock.GetTimestamp())
        {
            _clock.Advance(TimeSpan.FromTicks(timestamp - _clock.GetTimestamp()));
        }
    }

    private void Arrive(RequestPriority priority, SimulatedRun run)
    {
        bool isIn = Limiter.TryEnter(priority);
        run.CountArrival(priority, isIn);
        if (isIn)
        {
            _waiting.Enqueue((priority, _clock.GetTimestamp()));
            Serve();
        }
    }

    private void Finish(SimulatedRun run)
    {
        var (_, started) = _serving.Dequeue();
        long now = _clock.GetTimestamp();
        Limiter.Leave(started, now, UpstreamVerdict.Answered);
        run.CountAnswer(TimeSpan.FromTicks(now - started));
        Serve();
    }

    private void Serve()
    {
        while (_serving.Count < Workers && _waiting.TryDequeue(out var request))
        {
            // Between half and one and a half of the mean.
            long ticks = (long)(Service.Ticks * (0.5 + _random.NextDouble()));
            _serving.Enqueue(request, _clock.GetTimestamp() + ticks);
        }
    }

    private long Next(double rate)
        => _clock.GetTimestamp() + Math.Max(1, (long)(-Math.Log(1 - _random.NextDouble()) / rate * TimeSpan.TicksPerSecond));
}
