using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Tests.Limits;

/// <summary>What a limit means, written down as slowly and plainly as possible: every admitted unit is kept with its time.</summary>
internal sealed class LimitModel(LimitRule rule, LimitClock clock)
{
    private readonly List<(long Time, long Cost)> _admitted = [];
    private Int128 _missing;
    private long _seen;

    /// <summary>Units in use, for concurrency.</summary>
    public long InUse { get; private set; }

    /// <summary>Whether a cost is within the limit at a moment of the clock; then it is kept.</summary>
    public bool Take(long now, long cost)
    {
        bool fits = rule.Algorithm == LimitAlgorithm.TokenBucket ? TakeTokens(now, cost) : UsedAt(now) + cost <= rule.Limit;
        if (fits)
        {
            _admitted.Add((now, cost));
            InUse += cost;
        }

        return fits;
    }

    public void Release(long cost) => InUse -= cost;

    /// <summary>Units that count at a moment.</summary>
    public long UsedAt(long now) => rule.Algorithm switch
    {
        LimitAlgorithm.Concurrency => InUse,
        LimitAlgorithm.SlidingWindow => _admitted.Where(a => now - a.Time < rule.Window.Nanoseconds).Sum(a => a.Cost),
        _ => _admitted.Where(a => OrdinalAt(a.Time) == OrdinalAt(now)).Sum(a => a.Cost),
    };

    /// <summary>Most units in any interval of the window's length, its end not included.</summary>
    public static long MostIn(IEnumerable<(long Time, long Cost)> admissions, long length)
    {
        var sorted = admissions.OrderBy(a => a.Time).ToArray();
        long most = 0, sum = 0;
        int first = 0;
        foreach (var (time, cost) in sorted)
        {
            sum += cost;
            for (; time - sorted[first].Time >= length; first++)
            {
                sum -= sorted[first].Cost;
            }

            most = Math.Max(most, sum);
        }

        return most;
    }

    // A bucket that leaks: what is missing in it comes back with time, a unit per interval.
    private bool TakeTokens(long now, long cost)
    {
        _missing = Int128.Max(0, _missing - (now - _seen));
        _seen = now;
        Int128 wanted = (Int128)cost * rule.Interval;
        if (_missing + wanted > (Int128)rule.Burst * rule.Interval)
        {
            return false;
        }

        _missing += wanted;
        return true;
    }

    private long OrdinalAt(long now) => rule.Window.OrdinalAt(clock.ToCalendar(now), out _);
}
