using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Health;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

/// <summary>
/// The states of one address. Steps: <c>ok</c>, <c>tcp</c>, <c>timeout</c>, <c>lost</c> or a status = the end of a request that began just
/// then; <c>old:</c> before one = it began before anything else did; <c>p:ok</c>, <c>p:http</c>, … = a probe; <c>5s</c> = time; <c>take</c> = a
/// pick; <c>knock+</c>, <c>knock-</c> = whether somebody listens; <c>up</c>, <c>down</c> = an operator; <c>outlier</c> = the windows.
/// </summary>
public sealed class AddressHealthTests
{
    private const string Passive = """{"passive":{"unhealthy":{"tcp_failures":2,"timeouts":2,"http_failures":3}}}""";

    private const string Active = """
        {"active":{"healthy":{"interval":1,"successes":2},"unhealthy":{"interval":1,"tcp_failures":1,"timeouts":2,"http_failures":2}}}
        """;

    private const string Both = """
        {"active":{"healthy":{"interval":1,"successes":1},"unhealthy":{"interval":1,"tcp_failures":1}},"passive":{"unhealthy":{"http_failures":1}}}
        """;

    private const string NoWayBack = """{"active":{"healthy":{"interval":1},"unhealthy":{"tcp_failures":1,"http_failures":1}}}""";

    private const string Outlier = """{"outlier":{"consecutive_failures":3},"ejection":{"base_time":10,"max_time":30}}""";

    private readonly FakeClock _clock = new();

    [Theory]
    // Passive: each kind has its own counter, a success clears all.
    [InlineData(Passive, "ok", "Eligible")]
    [InlineData(Passive, "tcp", "Eligible")]
    [InlineData(Passive, "tcp tcp", "Ejected Passive")]
    [InlineData(Passive, "tcp ok tcp", "Eligible")]
    [InlineData(Passive, "timeout timeout", "Ejected Passive")]
    [InlineData(Passive, "tcp timeout 500 500", "Eligible")]
    [InlineData(Passive, "500 503 429", "Ejected Passive")]
    [InlineData(Passive, "500 404 500 500", "Eligible")]
    [InlineData(Passive, "404 404 404 404", "Eligible")]
    [InlineData(Passive, "502 504 599", "Ejected Passive")]
    [InlineData(Passive, "tcp lost tcp", "Ejected Passive")]
    [InlineData(Passive, "lost lost lost lost", "Eligible")]
    [InlineData("""{"passive":{"type":"tcp","unhealthy":{"tcp_failures":1,"http_failures":1}}}""", "500 500", "Eligible")]
    [InlineData("{}", "tcp tcp tcp timeout 500", "Eligible")]

    // Half open: one request after the time, and its result decides; others say nothing.
    [InlineData(Passive, "500 500 500 4s take", "Ejected Passive")]
    [InlineData(Passive, "500 500 500 5s", "Probing Passive")]
    [InlineData(Passive, "500 500 500 5s take", "Ejected Passive")]
    [InlineData(Passive, "500 500 500 5s take ok", "Eligible")]
    [InlineData(Passive, "500 500 500 5s take old:ok", "Ejected Passive")]
    [InlineData(Passive, "500 500 500 old:ok", "Ejected Passive")]
    [InlineData(Passive, "500 500 500 5s take lost", "Probing Passive")]
    [InlineData(Passive, "500 500 500 5s take 5s", "Probing Passive")]
    [InlineData("""{"passive":{"healthy":{"successes":2},"unhealthy":{"http_failures":1}}}""", "500 5s take ok", "Probing Passive")]
    [InlineData("""{"passive":{"healthy":{"successes":2},"unhealthy":{"http_failures":1}}}""", "500 5s take ok take ok", "Eligible")]

    // Growing time: 5, 10, 20, 40, at most 60 s; begins anew after a good while.
    [InlineData(Passive, "500 500 500 5s take 500 9s", "Ejected Passive")]
    [InlineData(Passive, "500 500 500 5s take 500 10s", "Probing Passive")]
    [InlineData(Passive, "500 500 500 5s take 500 10s take 500 20s take 500 39s", "Ejected Passive")]
    [InlineData(Passive, "500 500 500 5s take 500 10s take 500 20s take 500 40s take 500 60s", "Probing Passive")]
    [InlineData(Passive, "500 500 500 5s take ok 500 500 500 9s", "Ejected Passive")]
    [InlineData(Passive, "500 500 500 5s take ok 11s 500 500 500 5s", "Probing Passive")]

    // One that refuses connections is knocked at every second; no request goes there before somebody listens.
    [InlineData(Passive, "tcp tcp 60s take", "Ejected Passive")]
    [InlineData(Passive, "tcp tcp 1s knock-", "Ejected Passive")]
    [InlineData(Passive, "tcp tcp 1s knock+", "Probing Passive")]
    [InlineData(Passive, "tcp tcp 1s knock- 1s knock+ take ok", "Eligible")]
    [InlineData(Passive, "tcp tcp 1s knock+ take tcp 1s knock+", "Ejected Passive")]
    [InlineData(Passive, "tcp tcp 1s knock+ take tcp 2s knock+", "Probing Passive")]
    [InlineData(Passive, "tcp tcp 1s knock+ 1s knock-", "Ejected Passive")]

    // Active: limits by kind, successes in a row.
    [InlineData(Active, "p:tcp", "Ejected Active")]
    [InlineData(Active, "p:timeout", "Eligible")]
    [InlineData(Active, "p:timeout p:ok p:timeout", "Eligible")]
    [InlineData(Active, "p:http p:http", "Ejected Active")]
    [InlineData(Active, "p:tcp p:ok", "Ejected Active")]
    [InlineData(Active, "p:tcp p:ok p:ok", "Eligible")]
    [InlineData(Active, "p:tcp p:ok p:http p:ok", "Ejected Active")]
    [InlineData(Active, "p:tcp 3600s", "Ejected Active")]
    [InlineData(Active, "tcp tcp tcp", "Eligible")]
    [InlineData(Active, "p:http ok p:http", "Ejected Active")]

    // Both: what requests took out, probes bring back; without that way back time does.
    [InlineData(Both, "500 3600s", "Ejected Passive")]
    [InlineData(Both, "500 p:ok", "Eligible")]
    [InlineData(NoWayBack, "p:http 5s", "Probing Active")]
    [InlineData(NoWayBack, "p:http 5s take ok", "Eligible")]

    // Outliers sit their time out, whatever probes say.
    [InlineData(Outlier, "tcp timeout 500", "Ejected Outlier")]
    [InlineData(Outlier, "tcp ok timeout 500", "Eligible")]
    [InlineData(Outlier, "outlier p:ok p:ok", "Ejected Outlier")]
    [InlineData(Outlier, "outlier 10s take ok", "Eligible")]
    [InlineData(Outlier, "outlier 10s take 500 20s take 500 29s", "Ejected Outlier")]
    [InlineData(Outlier, "outlier 10s take 500 20s take 500 30s", "Probing Outlier")]
    [InlineData(Passive, "outlier", "Eligible")]

    // An operator.
    [InlineData(Passive, "down 3600s", "Ejected Manual")]
    [InlineData(Passive, "down up", "Eligible")]
    [InlineData(Passive, "500 500 500 down 3600s", "Ejected Manual")]
    [InlineData(Passive, "500 500 500 up", "Eligible")]
    [InlineData(Active, "down p:ok p:ok", "Eligible")]
    [InlineData("{}", "down ok 3600s", "Ejected Manual")]
    public void Steps_lead_to_a_state(string policy, string steps, string expected)
    {
        var (judge, _) = Run(policy, steps);

        Assert.Equal(expected, judge.Cause == EjectionCause.None ? $"{judge.Address.Health.State}" : $"{judge.Address.Health.State} {judge.Cause}");
    }

    [Theory]
    [InlineData(Passive, "tcp tcp", "unhealthy: 2 connection failures of requests")]
    [InlineData(Passive, "500 500 500 5s take 500 10s take ok", "unhealthy: 3 bad answers of requests", "healthy: a trial request was answered")]
    [InlineData(Active, "p:tcp p:ok p:ok", "unhealthy: 1 connection failure of probes, the last: no", "healthy: 2 good probes")]
    [InlineData(Outlier, "outlier", "unhealthy: slow")]
    [InlineData(Passive, "down down up up", "unhealthy: set by an operator", "healthy: set by an operator")]
    public void Each_transition_is_told_once_with_its_reason(string policy, string steps, params string[] expected)
        => Assert.Equal(expected, Run(policy, steps).Watch.Changes);

    [Fact]
    public void Outlier_stays_while_too_many_are_out()
    {
        var (judge, watch) = Run(Outlier, "tcp tcp");
        watch.Allows = false;
        Step(judge, "tcp");
        Step(judge, "outlier");
        Assert.True(judge.IsHealthy);

        watch.Allows = true;
        Step(judge, "tcp");
        Assert.False(judge.IsHealthy);
    }

    [Fact]
    public void Switching_a_check_off_brings_back_what_it_took_out_and_nothing_else()
    {
        var (judge, watch) = Run(Passive, "tcp tcp");
        judge.Adopt(Policy("""{"passive":{"unhealthy":{"tcp_failures":9}}}"""));
        Assert.Equal(EjectionCause.Passive, judge.Cause);

        judge.Adopt(Policy(Active));
        Assert.True(judge.IsHealthy);
        Assert.Equal("healthy: its check was switched off", watch.Changes[^1]);

        Step(judge, "down");
        judge.Adopt(HealthPolicy.Off);
        Assert.Equal(EjectionCause.Manual, judge.Cause);
    }

    [Fact]
    public void Time_does_not_open_a_trial_while_nobody_uses_the_address()
    {
        var (judge, _) = Run(Passive, "500 500 500");
        judge.Rest(isResting: true);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(TargetState.Ejected, judge.Address.Health.State);

        judge.Rest(isResting: false);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TargetState.Probing, judge.Address.Health.State);
    }

    [Fact]
    public void Good_answers_of_a_good_address_allocate_nothing()
    {
        var (judge, _) = Run("""{"passive":{"unhealthy":{"tcp_failures":2}},"outlier":{"error_rate":50}}""", "ok");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            judge.Report(AttemptOutcome.Completed, 200, 1, 2);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.True(judge.Address.Health.IsEligible);
    }

    private static HealthPolicy Policy(string json) => new(JsonNode.Parse(json)!.AsObject());

    private (AddressHealth Judge, ScriptedWatch Watch) Run(string policy, string steps)
    {
        var watch = new ScriptedWatch(_clock);
        var judge = new AddressHealth(new UpstreamAddress(new IPEndPoint(IPAddress.Loopback, 80)), watch);
        judge.Adopt(Policy(policy));
        foreach (string step in steps.Split(' '))
        {
            Step(judge, step);
        }

        return (judge, watch);
    }

    private void Step(AddressHealth judge, string step)
    {
        switch (step)
        {
            case "take":
                judge.Address.Health.TryTake();
                break;
            case "knock+" or "knock-":
                judge.Knocked(step == "knock+");
                break;
            case "up" or "down":
                judge.Set(step == "up");
                break;
            case "outlier":
                judge.EjectOutlier("slow");
                break;
            case ['p', ':', .. var result]:
                judge.Probed(Enum.Parse<FailureKind>(result == "ok" ? "None" : result, ignoreCase: true), "no");
                break;
            case ['o', 'l', 'd', ':', .. var end]:
                Report(judge, end, 1);
                break;
            case [.. var seconds, 's']:
                _clock.Advance(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
                break;
            default:
                Report(judge, step, _clock.GetTimestamp());
                break;
        }
    }

    private static void Report(AddressHealth judge, string end, long started)
    {
        var (outcome, status) = end switch
        {
            "ok" => (AttemptOutcome.Completed, 200),
            "tcp" => (AttemptOutcome.ConnectFailed, 0),
            "timeout" => (AttemptOutcome.Timeout, 0),
            "lost" => (AttemptOutcome.ClientFailed, 0),
            _ => (AttemptOutcome.Completed, int.Parse(end, CultureInfo.InvariantCulture)),
        };
        judge.Report(outcome, status, started, 0);
    }
}
