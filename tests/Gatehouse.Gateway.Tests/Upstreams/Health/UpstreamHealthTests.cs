using System.Buffers;
using System.Net;
using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Health;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams.Health;

public sealed class UpstreamHealthTests : IDisposable
{
    private const string One = "10.0.0.1:80", Two = "10.0.0.2:80";

    private const string Active = """
        {"active":{"healthy":{"interval":10,"successes":1},"unhealthy":{"interval":1,"tcp_failures":1,"http_failures":1}}}
        """;

    private const string Passive = """{"passive":{"unhealthy":{"tcp_failures":1,"http_failures":1}}}""";

    private readonly UpstreamFixture _fixture = new();

    [Fact]
    public async Task Probes_take_a_target_out_and_bring_it_back()
    {
        using var set = Open(Active, One, Two);
        _fixture.Prober.Say(Two, FailureKind.Tcp);
        Pass(11);
        Assert.Equal("HEALTHY UNHEALTHY", States());
        Assert.All(Picks(set, 10), p => Assert.Equal(One, p));

        _fixture.Prober.Say(Two, FailureKind.None);
        Pass(1.2);
        Assert.Equal("HEALTHY HEALTHY", States());
        await Eventually.TrueAsync(() => Picks(set, 10).Distinct().Count() == 2, "both to be picked");
    }

    [Fact]
    public void Probes_follow_the_interval_of_the_state_and_vary_by_a_tenth()
    {
        using var set = Open(Active, One, Two);
        _fixture.Prober.Say(Two, FailureKind.Http);
        Pass(100);

        Assert.InRange(_fixture.Prober.Asked(One), 9, 12);
        Assert.InRange(_fixture.Prober.Asked(Two), 80, 112);
    }

    [Fact]
    public async Task Probes_at_a_time_are_bounded_by_concurrency()
    {
        using var set = Open("""{"active":{"concurrency":3,"healthy":{"interval":1}}}""", [.. Enumerable.Range(1, 20).Select(i => $"10.0.0.{i}:80")]);
        _fixture.Prober.Hold();
        Pass(2);
        Assert.Equal(3, _fixture.Prober.MostAtATime);

        _fixture.Prober.Release();
        await Eventually.TrueAsync(() => Enumerable.Range(1, 20).All(i => _fixture.Prober.Asked($"10.0.0.{i}:80") > 0), "every target to be probed");
        Assert.InRange(_fixture.Prober.MostAtATime, 1, 3);
    }

    [Fact]
    public void No_target_left_means_no_peer()
    {
        using var set = Open(Passive, One, Two);
        Fail(set, One);
        Fail(set, Two);

        var tried = default(TriedSet);
        Assert.Equal(ChoiceOutcome.NoHealthyTarget, Up(set).TryChoose(ref tried, out var peer));
        Assert.Null(peer);
        Assert.False(_fixture.Health.Read("u1")!.IsHealthy);
    }

    [Theory]
    [InlineData(Passive, One, Two, "10.0.0.3:80")] // a target more
    [InlineData("""{"threshold":10,"passive":{"unhealthy":{"tcp_failures":1,"http_failures":2}}}""", One, Two)] // another limit
    [InlineData("""{"active":{"healthy":{"interval":9}},"passive":{"unhealthy":{"tcp_failures":1}}}""", One, Two)] // another check beside it
    public void State_survives_an_edit_of_other_fields(string healthchecks, params string[] targets)
    {
        var before = Open(Passive, One, Two);
        Fail(before, Two);
        using var after = Open(healthchecks, targets);
        before.Dispose();

        Assert.Equal("UNHEALTHY", States().Split(' ')[1]);
        Assert.DoesNotContain(Two, Picks(after, 20));
    }

    [Fact]
    public async Task State_survives_the_time_in_which_a_target_is_not_configured()
    {
        var before = Open(Passive, One, Two);
        Fail(before, Two);
        var between = Open(Passive, One);
        before.Dispose();
        Pass(3600);
        using var after = Open(Passive, One, Two);
        between.Dispose();
        Assert.Equal("HEALTHY UNHEALTHY", States());

        Pass(2);
        await Eventually.TrueAsync(() => Picks(after, 2).Contains(Two), "the trial request");
    }

    [Fact]
    public void Checks_of_the_newest_version_hold_and_end_with_the_last()
    {
        var old = Open(Active, One);
        var next = Open("""{"active":{"healthy":{"interval":1}}}""", One);
        Pass(10.5);
        Assert.InRange(_fixture.Prober.Asked(One), 9, 12);

        next.Dispose();
        Pass(20);
        int asked = _fixture.Prober.Asked(One);
        Assert.InRange(asked, 10, 15);

        old.Dispose();
        Pass(100);
        Assert.Equal(asked, _fixture.Prober.Asked(One));
    }

    [Fact]
    public void Addresses_of_a_name_are_judged_one_by_one()
    {
        _fixture.Dns.Say("a", "10.0.0.1", "10.0.0.2");
        using var set = Open(Passive, "a:80");
        Fail(set, Two);

        var target = Assert.Single(_fixture.Health.Read("u1")!.Targets);
        Assert.True(target.IsHealthy);
        Assert.Equal([true, false], target.Addresses.Select(a => a.IsHealthy));
        Assert.Equal("1 connection failure of requests", target.Addresses[1].Reason);
    }

    [Fact]
    public void Outliers_by_latency_are_ejected_up_to_the_share()
    {
        using var set = Open(
            """{"outlier":{"latency_factor":2,"interval":10,"min_requests":10,"max_ejected_percent":30}}""",
            [.. Enumerable.Range(1, 5).Select(i => $"10.0.0.{i}:80")]);
        foreach (var peer in Up(set).Peers)
        {
            long milliseconds = peer.EndPoint.Address.GetAddressBytes()[3] > 3 ? 100 : 10;
            for (int i = 0; i < 10; i++)
            {
                peer.Address.Judge!.Report(AttemptOutcome.Completed, 200, 1, 1 + (milliseconds * TimeSpan.TicksPerMillisecond));
            }
        }

        Pass(10);
        Assert.Equal("HEALTHY HEALTHY HEALTHY UNHEALTHY HEALTHY", States());
    }

    [Theory]
    [InlineData("10.0.0.1:80", null, "UNHEALTHY HEALTHY")]
    [InlineData("10.0.0.2:80", "10.0.0.2:80", "HEALTHY UNHEALTHY")]
    [InlineData("10.0.0.2:80", "10.0.0.1:80", null)]
    [InlineData("10.0.0.9:80", null, null)]
    public void Operator_takes_a_target_out_and_lets_it_back(string target, string? address, string? expected)
    {
        using var set = Open("{}", One, Two);
        var endPoint = address is null ? null : IPEndPoint.Parse(address);

        Assert.Equal(expected is not null, _fixture.Health.TrySet("u1", target, endPoint, isHealthy: false));
        Assert.Equal(expected ?? "HEALTHY HEALTHY", States());
        Assert.Equal(expected is not null, _fixture.Health.TrySet("u1", target, endPoint, isHealthy: true));
        Assert.Equal("HEALTHY HEALTHY", States());
        Assert.False(_fixture.Health.TrySet("nobody", target, endPoint, isHealthy: false));
    }

    [Fact]
    public void Samples_say_the_state_of_each_address_and_changes_are_counted()
    {
        _fixture.Dns.Say("gone", Gateway.Upstreams.Names.HostAnswer.NotFound);
        using (Open("{}", One))
        {
            Assert.Equal([$"up {One} {One} healthchecks_off"], Samples());
        }

        using var set = Open(Passive, One, Two, "gone:80");
        Fail(set, Two);
        Assert.Equal([$"up {One} {One} healthy", $"up {Two} {Two} unhealthy", "up gone:80  dns_error"], Samples());
        var text = new ArrayBufferWriter<byte>();
        _fixture.Metrics.WriteTo(text);
        Assert.Contains(
            "gatehouse_upstream_health_changes_total{upstream=\"up\",cause=\"passive\",state=\"unhealthy\"} 1",
            Encoding.UTF8.GetString(text.WrittenSpan), StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_that_must_be_there_decides_about_the_upstream()
    {
        using var set = Open("""{"threshold":50,"passive":{"unhealthy":{"tcp_failures":1}}}""", One, Two, "10.0.0.3:80");
        Fail(set, One);
        Assert.True(_fixture.Health.Read("u1")!.IsHealthy);

        Fail(set, Two);
        Assert.False(_fixture.Health.Read("u1")!.IsHealthy);
    }

    public void Dispose() => _fixture.Dispose();

    private UpstreamSet Open(string healthchecks, params string[] targets)
        => _fixture.Registry.Open(UpstreamFixture.Checked(healthchecks, [.. targets.Select(t => (t, 100))]));

    private static Upstream Up(UpstreamSet set) => set.Named("up")!;

    private static string[] Picks(UpstreamSet set, int count) => UpstreamFixture.Pick(Up(set), count);

    private void Fail(UpstreamSet set, string endPoint)
        => Up(set).Peers.Single(p => p.EndPoint.ToString() == endPoint).Address.Judge!
            .Report(AttemptOutcome.ConnectFailed, 0, _fixture.Clock.GetTimestamp(), 0);

    private void Pass(double seconds) => _fixture.Clock.Advance(TimeSpan.FromSeconds(seconds));

    private string States()
        => string.Join(' ', _fixture.Health.Read("u1")!.Targets.Select(t => t.IsHealthy ? "HEALTHY" : "UNHEALTHY"));

    private IEnumerable<string> Samples() => _fixture.Health.Samples().Select(s => $"{s.Upstream} {s.Target} {s.Address} {s.State}");
}
