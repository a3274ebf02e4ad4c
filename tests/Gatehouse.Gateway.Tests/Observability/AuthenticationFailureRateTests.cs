using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Protocols.Prometheus;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

public sealed class AuthenticationFailureRateTests
{
    private readonly FakeClock _clock = new();
    private readonly GatewayMetrics _metrics;

    public AuthenticationFailureRateTests() => _metrics = new GatewayMetrics(new MetricsRegistry(1), new GatewayMetricsOptions(), _clock);

    [Fact]
    public void Rate_is_the_share_of_failures_of_five_minutes()
    {
        Assert.Equal(0, Rate());
        Count(successes: 3, failures: 1);
        Assert.Equal(0.25, Rate());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0.25, Rate());

        Count(successes: 0, failures: 4);
        Assert.Equal(0.625, Rate());
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(0.625, Rate());

        // What was counted before the first minute was over is older than five minutes now.
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, Rate());
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(0, Rate());
    }

    [Fact]
    public void Rate_of_many_scrapes_keeps_few_samples()
    {
        for (int i = 0; i < 5_000; i++)
        {
            Rate();
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Count(successes: 1, failures: 1);
        Assert.Equal(0.5, Rate());
    }

    private void Count(int successes, int failures)
    {
        for (int i = 0; i < successes; i++)
        {
            _metrics.Authentication.SuccessesOf(i % 2 == 0 ? "key-auth" : "jwt").Add(MetricShard.Shared);
        }

        for (int i = 0; i < failures; i++)
        {
            _metrics.Authentication.CountFailure("key-auth", (AuthenticationFailureReason)i);
        }
    }

    private double Rate() => MetricText.GaugeOf(_metrics, "authentication_failure_rate");
}
