using Gatehouse.Gateway.Overload;
using Xunit;
using Xunit.Abstractions;

namespace Gatehouse.Gateway.Tests.Overload;

public class AdaptiveLimiterTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Capacity_that_falls_to_a_quarter_is_used_and_not_queued_for(int seed)
    {
        var service = new SimulatedService(new AdaptiveOptions(), seed);
        service.Run(TimeSpan.FromSeconds(2));
        var before = Report("before", service, service.Run(Settled));
        service.Workers = 16;
        var during = Report("quarter", service, service.Run(TimeSpan.FromSeconds(20)));

        Assert.InRange(before.Success(RequestPriority.Normal), 0.99, 1);
        Assert.InRange(during.Goodput, 0.9 * 1600, 1.01 * 1600);
        Assert.InRange(during.Percentile(0.99), 0, 3 * before.Percentile(0.99));
        Assert.InRange(during.Success(RequestPriority.High), 0.99, 1);

        service.Workers = 64;
        service.Run(Settled);
        var after = Report("after", service, service.Run(Settled));
        Assert.InRange(after.Success(RequestPriority.Normal), 0.99, 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Requests_that_take_four_times_as_long_keep_all_workers_busy(int seed)
    {
        var service = new SimulatedService(new AdaptiveOptions(), seed);
        service.Run(Settled);
        service.Service *= 4;
        var during = Report("slow", service, service.Run(TimeSpan.FromSeconds(20)));

        Assert.InRange(during.Goodput, 0.9 * 1600, 1.01 * 1600);
        Assert.InRange(during.Success(RequestPriority.High), 0.99, 1);
        service.Service /= 4;
        service.Run(Settled);
        Assert.InRange(Report("after", service, service.Run(Settled)).Success(RequestPriority.Normal), 0.99, 1);
    }

    [Theory]
    [InlineData(1, 200, 30)]
    [InlineData(2, 2, 2000)]
    [InlineData(4, 1000, 100)]
    [InlineData(64, 5, 5000)]
    [InlineData(500, 100, 20_000)]
    public void Offered_load_above_capacity_is_served_at_capacity(int workers, int milliseconds, int offered)
    {
        var service = new SimulatedService(new AdaptiveOptions(), 7)
        {
            Workers = workers,
            Service = TimeSpan.FromMilliseconds(milliseconds),
            Offered = (offered, 0.001),
        };
        service.Run(TimeSpan.FromSeconds(60));
        double capacity = Math.Min(offered, workers * 1000.0 / milliseconds);
        var run = Report("steady", service, service.Run(TimeSpan.FromSeconds(60)));
        Assert.InRange(run.Goodput, 0.9 * capacity, 1.02 * capacity);
    }

    private SimulatedRun Report(string name, SimulatedService service, SimulatedRun run)
    {
        output.WriteLine(
            $"{name}: goodput {run.Goodput:F0}/s, p50 {run.Percentile(0.5):F1} ms, p99 {run.Percentile(0.99):F1} ms, normal {run.Success(RequestPriority.Normal):P1}, " +
            $"high {run.Success(RequestPriority.High):P2}, limit {service.Limiter.Limit}, baseline {service.Limiter.Baseline * 1000:F1} ms");
        return run;
    }
}
