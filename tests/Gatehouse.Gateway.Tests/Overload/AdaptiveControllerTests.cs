using Gatehouse.Gateway.Overload;
using Xunit;

namespace Gatehouse.Gateway.Tests.Overload;

/// <summary>Windows of a service that gives 2000 answers a second after 10 ms each: 20 are being served.</summary>
public class AdaptiveControllerTests
{
    private const double Usual = 2000;

    /// <summary>What is served, and twice its root.</summary>
    private const int UsualNeed = 29;

    [Fact]
    public void Crowd_that_is_served_as_fast_as_ever_is_let_be_for_a_while()
    {
        var controller = Known();
        int before = controller.Limit;
        for (int i = 0; i < 9; i++)
        {
            controller.Observe(Window(Usual, 0.02));
            Assert.Equal(before, controller.Limit);
        }

        Observe(controller, 2, Usual, 0.02);
        Assert.InRange(controller.Limit, UsualNeed - 1, UsualNeed + 1);
    }

    [Fact]
    public void Crowds_with_quiet_moments_in_between_lower_nothing()
    {
        var controller = Known();
        int before = controller.Limit;
        for (int i = 0; i < 20; i++)
        {
            Observe(controller, 5, Usual, 0.02);
            Observe(controller, 1, Usual, 0.01);
            Assert.InRange(controller.Limit, before, 10_000);
        }
    }

    [Fact]
    public void Pause_costs_a_part_of_the_limit_for_one_window()
    {
        var controller = Known();
        int before = controller.Limit;
        controller.Observe(Window(Usual / 4, 0.04));
        Assert.InRange(controller.Limit, before / 2, before - 1);
        controller.Observe(Window(Usual, 0.01));
        Assert.InRange(controller.Limit, before, before * 2);
    }

    [Fact]
    public void Loss_of_capacity_is_followed_all_the_way_in_the_second_window()
    {
        var controller = Known();
        Assert.False(controller.Observe(Window(Usual / 4, 0.04)));
        Assert.True(controller.Observe(Window(Usual / 4, 0.08)));

        // 5 are being served.
        Assert.Equal(9, controller.Limit);
    }

    [Fact]
    public void Loss_of_capacity_is_seen_before_the_limit_is_reached()
    {
        var controller = Known();
        int before = controller.Limit;
        controller.Observe(Window(Usual / 4, 0.02, peak: UsualNeed + 5, isSaturated: false));
        Assert.InRange(controller.Limit, 1, before - 1);
    }

    [Fact]
    public void Demand_that_falls_while_answers_become_slower_lowers_nothing_that_is_not_needed()
    {
        var controller = Known();
        int before = controller.Limit;
        Observe(controller, 2, Usual / 4, 0.02, peak: 15, isSaturated: false);
        Assert.InRange(controller.Limit, before * 9 / 10, before);
    }

    [Fact]
    public void Limit_below_what_the_usual_rate_needs_is_given_back()
    {
        var controller = Known();
        Observe(controller, 2, Usual / 4, 0.04);
        Assert.InRange(controller.Limit, 2, 9);

        // Less than is tolerated and more than lets it grow by itself.
        Observe(controller, 45, Usual, 0.01499);
        Assert.InRange(controller.Limit, UsualNeed - 5, UsualNeed + 1);
    }

    /// <summary>A controller that knows the service; its limit is twice what the service needs or more.</summary>
    private static AdaptiveController Known()
    {
        var controller = new AdaptiveController(new AdaptiveOptions());
        Observe(controller, 4, Usual, 0.01);
        Observe(controller, 50, Usual, 0.01, peak: 25, isSaturated: false);
        Assert.Equal(0.01, controller.Baseline, 0.0001);
        Assert.InRange(controller.Limit, 2 * UsualNeed, 1000);
        return controller;
    }

    private static void Observe(AdaptiveController controller, int windows, double rate, double latency, int peak = 1000, bool isSaturated = true)
    {
        for (int i = 0; i < windows; i++)
        {
            controller.Observe(Window(rate, latency, peak, isSaturated));
        }
    }

    private static LatencyWindow Window(double rate, double latency, int peak = 1000, bool isSaturated = true)
        => new(0.02, (int)(rate * 0.02), latency, 0, peak, isSaturated);
}
