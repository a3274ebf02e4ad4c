using Gatehouse.Gateway.Overload;

namespace Gatehouse.Gateway.Tests.Overload;

/// <summary>What clients of a <see cref="SimulatedService"/> saw during a stretch of time.</summary>
internal sealed class SimulatedRun(TimeSpan duration)
{
    private readonly List<TimeSpan> _latencies = [];
    private readonly int[] _arrived = new int[RequestPriorities.Count];
    private readonly int[] _admitted = new int[RequestPriorities.Count];

    /// <summary>Answers per second.</summary>
    public double Goodput => _latencies.Count / duration.TotalSeconds;

    /// <summary>Share of the requests of a priority that was let in.</summary>
    public double Success(RequestPriority priority) => (double)_admitted[(int)priority] / _arrived[(int)priority];

    /// <summary>A percentile of the time to the answer, milliseconds.</summary>
    public double Percentile(double share)
    {
        _latencies.Sort();
        return _latencies[(int)Math.Min(_latencies.Count - 1, _latencies.Count * share)].TotalMilliseconds;
    }

    public void CountArrival(RequestPriority priority, bool isIn)
    {
        _arrived[(int)priority]++;
        _admitted[(int)priority] += isIn ? 1 : 0;
    }

    public void CountAnswer(TimeSpan latency) => _latencies.Add(latency);
}
