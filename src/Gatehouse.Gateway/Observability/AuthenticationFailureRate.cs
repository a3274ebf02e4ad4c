using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// The share of failures among all that authentication plugins decided, 0 to 1, over about the last five minutes, for whoever reads
/// a number rather than computes one from the counters. Remembers totals at scrapes, at most one for each ten seconds: between
/// scrapes that lie further apart than five minutes, and before the first, it is the share since the last or since the start.
/// </summary>
internal sealed class AuthenticationFailureRate(AuthenticationMetrics metrics, TimeProvider time) : IMetricsCollector
{
    private const string Name = "authentication_failure_rate";

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly Queue<Sample> _samples = new([new Sample(time.GetTimestamp(), 0, 0)]);
    private readonly Lock _lock = new();
    private long _last = time.GetTimestamp();

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        writer.Family(Name, "Share of failures among authentications of the last five minutes", MetricType.Gauge);
        writer.Sample(Name, Measure());
    }

    private double Measure()
    {
        lock (_lock)
        {
            var (successes, failures) = metrics.Totals;
            long now = time.GetTimestamp();

            // The oldest one stays until the next is old enough to be the window's beginning.
            while (_samples.Count > 1 && time.GetElapsedTime(_samples.ElementAt(1).At, now) >= Window)
            {
                _samples.Dequeue();
            }

            var first = _samples.Peek();
            if (time.GetElapsedTime(_last, now) >= Step)
            {
                _samples.Enqueue(new Sample(now, successes, failures));
                _last = now;
            }

            long failed = failures - first.Failures, all = failed + successes - first.Successes;
            return all <= 0 ? 0 : (double)failed / all;
        }
    }

    private readonly record struct Sample(long At, long Successes, long Failures);
}
