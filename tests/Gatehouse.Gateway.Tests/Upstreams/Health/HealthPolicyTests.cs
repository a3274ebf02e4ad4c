using System.Text.Json.Nodes;
using Gatehouse.Gateway.Upstreams.Health;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

public sealed class HealthPolicyTests
{
    [Theory]
    [InlineData(200, "None", "None")]
    [InlineData(302, "None", "None")]
    [InlineData(201, "Http", "None")]
    [InlineData(404, "Http", "None")]
    [InlineData(426, "Http", "None")] // in neither list: Kong#15001
    [InlineData(429, "Http", "Http")]
    [InlineData(500, "Http", "Http")]
    [InlineData(502, "Http", "Http")] // in neither list of passive checks
    [InlineData(599, "Http", "Http")]
    public void Status_counts_whether_it_is_listed_or_not(int status, string probe, string request)
    {
        var policy = new HealthPolicy([]);

        Assert.Equal(probe, policy.Active.Classify(status).ToString());
        Assert.Equal(request, policy.Passive.Classify(status).ToString());
    }

    [Fact]
    public void Status_in_both_lists_is_healthy()
    {
        var policy = Parse("""{"passive":{"healthy":{"http_statuses":[503]},"unhealthy":{"http_statuses":[503]}}}""");

        Assert.Equal(FailureKind.None, policy.Passive.Classify(503));
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("""{"threshold":50}""", false)]
    [InlineData("""{"active":{"healthy":{"interval":5}}}""", true)]
    [InlineData("""{"active":{"unhealthy":{"interval":0.5}}}""", true)]
    [InlineData("""{"passive":{"unhealthy":{"timeouts":1}}}""", true)]
    [InlineData("""{"passive":{"healthy":{"successes":1}}}""", false)]
    [InlineData("""{"outlier":{"interval":10}}""", false)]
    [InlineData("""{"outlier":{"latency_factor":3}}""", true)]
    public void Checks_are_on_when_something_can_take_a_target_out(string json, bool isOn) => Assert.Equal(isOn, Parse(json).IsOn);

    [Theory]
    [InlineData(1, false, 5)]
    [InlineData(2, false, 10)]
    [InlineData(4, false, 40)]
    [InlineData(5, false, 60)]
    [InlineData(5000, false, 60)]
    [InlineData(1, true, 1)]
    [InlineData(3, true, 4)]
    public void Ejection_time_doubles_up_to_its_limit(int times, bool isKnocked, int seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), EjectionTimes.From(null).Of(times, isKnocked));

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(0, 2, true)]
    [InlineData(1, 2, false)]
    [InlineData(0, 3, true)]
    [InlineData(1, 3, false)]
    [InlineData(1, 4, true)]
    [InlineData(2, 4, false)]
    public void Outliers_leave_at_least_half_in(int ejected, int total, bool allowed)
        => Assert.Equal(allowed, new OutlierLimits().Allows(ejected, total));

    private static HealthPolicy Parse(string json) => new(JsonNode.Parse(json)!.AsObject());
}
