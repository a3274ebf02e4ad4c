using System.Net;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Names;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class NameResolverTests : IDisposable
{
    private static readonly TimeSpan Refresh = new NameResolverOptions().Refresh;

    private readonly UpstreamFixture _fixture = new();

    [Fact]
    public void Addresses_take_turns_and_follow_dns_in_the_background()
    {
        _fixture.Dns.Say("a", "10.0.0.2", "10.0.0.1");
        var upstream = _fixture.Open(("a:80", 1));
        Assert.Equal(["10.0.0.1:80", "10.0.0.2:80", "10.0.0.1:80"], UpstreamFixture.Pick(upstream, 3));

        _fixture.Dns.Say("a", "10.0.0.3");
        Assert.DoesNotContain("10.0.0.3:80", UpstreamFixture.Pick(upstream, 3));
        _fixture.Clock.Advance(Refresh);

        Assert.All(UpstreamFixture.Pick(upstream, 3), p => Assert.Equal("10.0.0.3:80", p));
        Assert.Equal(2, _fixture.Dns.Asked("a"));
    }

    [Fact]
    public void Stale_answer_serves_while_dns_fails_but_not_for_ever()
    {
        _fixture.Dns.Say("a", "10.0.0.1");
        var upstream = _fixture.Open(("a:80", 1));
        _fixture.Dns.Say("a", HostAnswer.Failed);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(3600));
        Assert.Equal(["10.0.0.1:80"], UpstreamFixture.Pick(upstream, 1));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["none"], UpstreamFixture.Pick(upstream, 1));

        _fixture.Dns.Say("a", "10.0.0.1");
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["10.0.0.1:80"], UpstreamFixture.Pick(upstream, 1));
    }

    [Fact]
    public void Missing_name_is_believed_when_said_twice()
    {
        _fixture.Dns.Say("a", "10.0.0.1");
        var upstream = _fixture.Open(("a:80", 1));
        _fixture.Dns.Say("a", HostAnswer.NotFound);

        _fixture.Clock.Advance(Refresh);
        Assert.Equal(["10.0.0.1:80"], UpstreamFixture.Pick(upstream, 1));
        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["none"], UpstreamFixture.Pick(upstream, 1));
    }

    [Theory]
    [InlineData(true, 30)]
    [InlineData(false, 1)]
    public void Negative_answer_is_kept_for_its_time(bool isMissing, int seconds)
    {
        _fixture.Dns.Say("a", isMissing ? HostAnswer.NotFound : HostAnswer.Failed);
        var upstream = _fixture.Open(("a:80", 1));
        _fixture.Dns.Say("a", "10.0.0.1");

        _fixture.Clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(["none"], UpstreamFixture.Pick(upstream, 1));
        Assert.Equal(1, _fixture.Dns.Asked("a"));
        _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["10.0.0.1:80"], UpstreamFixture.Pick(upstream, 1));
    }

    [Fact]
    public async Task First_request_waits_for_the_first_answer_and_only_one_lookup_runs()
    {
        _fixture.Dns.Say("slow.example", "10.0.0.1");
        _fixture.Dns.Hold();
        using var set = _fixture.Registry.Open(ConfigSet.Empty);
        var upstream = set.For(UpstreamFixture.Service("slow.example"));
        var other = set.For(UpstreamFixture.Service("slow.example", 81));
        var tried = default(TriedSet);
        Assert.Equal(ChoiceOutcome.Pending, upstream.TryChoose(ref tried, out _));
        var waits = Enumerable.Range(0, 10).Select(_ => upstream.WaitForAddressesAsync(TimeSpan.FromSeconds(5)).AsTask()).ToArray();
        _fixture.Clock.Advance(TimeSpan.FromSeconds(4));

        _fixture.Dns.Release();

        Assert.All(await Task.WhenAll(waits), Assert.True);
        Assert.Equal(["10.0.0.1:80"], UpstreamFixture.Pick(upstream, 1));
        Assert.Equal(["10.0.0.1:81"], UpstreamFixture.Pick(other, 1));
        Assert.Equal(1, _fixture.Dns.Asked("slow.example"));
    }

    [Fact]
    public async Task Wait_for_the_first_answer_ends_with_its_time()
    {
        _fixture.Dns.Hold();
        using var set = _fixture.Registry.Open(ConfigSet.Empty);
        var waiting = set.For(UpstreamFixture.Service("slow.example")).WaitForAddressesAsync(TimeSpan.FromSeconds(5)).AsTask();

        _fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void One_name_that_answers_is_enough_to_serve()
    {
        _fixture.Dns.Hold();
        var upstream = _fixture.Open(("slow.example:80", 1), ("10.0.0.1:80", 1));

        Assert.Equal(["10.0.0.1:80", "10.0.0.1:80"], UpstreamFixture.Pick(upstream, 2));
    }

    [Fact]
    public void Lookups_at_a_time_are_bounded()
    {
        using var fixture = new UpstreamFixture(new NameResolverOptions { MaxConcurrent = 3 });
        fixture.Dns.Hold();

        fixture.Open([.. Enumerable.Range(0, 20).Select(i => ($"n{i}.example:80", 1))]);

        Assert.Equal(3, fixture.Dns.MostAtATime);
        fixture.Dns.Release();
    }

    [Fact]
    public void Many_names_are_refreshed_more_slowly()
    {
        using var fixture = new UpstreamFixture(new NameResolverOptions { MaxPerSecond = 1 });
        for (int i = 0; i < 100; i++)
        {
            fixture.Dns.Say($"n{i}", "10.0.0.1");
        }

        fixture.Open([.. Enumerable.Range(0, 100).Select(i => ($"n{i}:80", 1))]);
        int first = Enumerable.Range(0, 100).Sum(i => fixture.Dns.Asked($"n{i}"));
        fixture.Clock.Advance(TimeSpan.FromSeconds(200));
        int all = Enumerable.Range(0, 100).Sum(i => fixture.Dns.Asked($"n{i}"));

        Assert.Equal(100, first);
        Assert.InRange(all - first, 150, 500);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("app.localhost", true)]
    [InlineData("no such name", false)]
    public async Task System_resolver_knows_this_machine(string host, bool isFound)
    {
        var answer = await new SystemHostResolver(default).ResolveAsync(host);

        Assert.Equal(isFound, answer.Kind == HostAnswerKind.Found);
        Assert.All(answer.Addresses, a => Assert.True(IPAddress.IsLoopback(a)));
    }

    public void Dispose() => _fixture.Dispose();
}
