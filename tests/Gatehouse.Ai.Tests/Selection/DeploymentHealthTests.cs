using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Selection;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Ai.Tests.Selection;

public class DeploymentHealthTests
{
    private readonly FakeClock _clock = new();

    private DeploymentHealth Make(DeploymentLimits? limits = null)
    {
        var health = new DeploymentHealth(_clock);
        health.Configure(limits ?? new DeploymentLimits());
        return health;
    }

    [Fact]
    public void Vendor_that_asks_for_a_pause_gets_it_at_once()
    {
        var health = Make();

        health.Failed(TimeSpan.FromSeconds(7));

        Assert.True(health.IsResting);
        _clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.True(health.IsResting);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.False(health.IsResting);
    }

    [Fact]
    public void Failures_without_a_pause_let_it_rest_after_the_third_in_a_row()
    {
        var health = Make(new DeploymentLimits { Cooldown = TimeSpan.FromSeconds(10) });

        health.Failed(null);
        health.Failed(null);
        health.Succeeded(TimeSpan.Zero, TimeSpan.Zero);
        health.Failed(null);
        health.Failed(null);
        Assert.False(health.IsResting);

        health.Failed(null);
        Assert.Equal(TimeSpan.FromSeconds(10), health.RestsFor);
    }

    [Fact]
    public void Longer_rest_is_never_shortened()
    {
        var health = Make();

        health.Failed(TimeSpan.FromSeconds(60));
        health.Failed(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(60), health.RestsFor);
    }

    [Fact]
    public void Mistaken_header_does_not_switch_it_off_for_good()
    {
        var health = Make();

        health.Failed(TimeSpan.FromDays(365));

        Assert.Equal(TimeSpan.FromHours(1), health.RestsFor);
    }

    [Fact]
    public void Vendor_without_anything_left_is_not_asked_before_its_reset()
    {
        var health = Make();

        health.Heed(new VendorLimits { RemainingRequests = 12, RequestsReset = TimeSpan.FromSeconds(5), RemainingTokens = 0, TokensReset = TimeSpan.FromSeconds(3) });

        Assert.Equal(TimeSpan.FromSeconds(3), health.RestsFor);
    }

    [Fact]
    public void Vendor_with_too_little_left_for_a_request_is_passed_over_for_it()
    {
        var health = Make();

        health.Heed(new VendorLimits { RemainingTokens = 500, TokensReset = TimeSpan.FromSeconds(3) });

        Assert.False(health.IsResting);
        Assert.True(health.HasRoom(500));
        Assert.False(health.HasRoom(501));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.True(health.HasRoom(501));
    }

    [Fact]
    public void Concurrent_limit_counts_calls_in_flight()
    {
        var health = Make(new DeploymentLimits { MaxConcurrent = 2 });

        Assert.True(health.TryBegin(1));
        Assert.True(health.TryBegin(1));
        Assert.False(health.TryBegin(1));
        health.End(0);
        Assert.True(health.TryBegin(1));
        Assert.Equal(2, health.InFlight);
    }

    [Fact]
    public void Tokens_that_were_not_used_are_given_back()
    {
        var health = Make(new DeploymentLimits { TokensPerMinute = 1000 });

        Assert.True(health.TryBegin(900));
        Assert.False(health.TryBegin(200));
        health.End(-800);
        Assert.True(health.TryBegin(200));
    }

    [Fact]
    public void Request_above_the_whole_limit_goes_when_nothing_else_does()
    {
        var health = Make(new DeploymentLimits { TokensPerMinute = 100 });

        Assert.True(health.HasRoom(5000));
        Assert.True(health.TryBegin(5000));
        Assert.False(health.TryBegin(1));
        health.End(0);
        _clock.Advance(TimeSpan.FromSeconds(66));
        Assert.True(health.TryBegin(1));
    }

    [Fact]
    public async Task Requests_of_a_minute_are_never_exceeded_by_many_at_once()
    {
        var health = Make(new DeploymentLimits { RequestsPerMinute = 100 });
        int admitted = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 1000; i++)
            {
                if (health.TryBegin(1))
                {
                    Interlocked.Increment(ref admitted);
                    health.End(0);
                }
            }
        })));

        Assert.InRange(admitted, 1, 100);
        Assert.Equal(0, health.InFlight);
    }
}
