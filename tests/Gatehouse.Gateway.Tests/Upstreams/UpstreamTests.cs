using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Channels;
using Xunit;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class UpstreamTests : IDisposable
{
    private readonly UpstreamFixture _fixture = new();

    [Fact]
    public void Weights_50_and_25_share_300_requests_exactly()
    {
        _fixture.Dns.Say("a", "10.0.0.1");
        _fixture.Dns.Say("b", "10.0.0.2");

        var hits = UpstreamFixture.Pick(_fixture.Open(("a:80", 50), ("b:80", 25)), 300).CountBy(p => p).ToDictionary();

        Assert.Equal(200, hits["10.0.0.1:80"]);
        Assert.Equal(100, hits["10.0.0.2:80"]);
    }

    [Fact]
    public void Weight_zero_is_never_chosen_nor_looked_up_for()
    {
        _fixture.Dns.Say("a", "10.0.0.1");
        _fixture.Dns.Say("b", "10.0.0.2");

        var hits = UpstreamFixture.Pick(_fixture.Open(("a:80", 100), ("b:80", 0)), 100);

        Assert.All(hits, h => Assert.Equal("10.0.0.1:80", h));
    }

    [Fact]
    public void Retries_visit_every_peer_before_one_comes_again()
    {
        var upstream = _fixture.Open(("10.0.0.1:80", 1000), ("10.0.0.2:80", 1), ("10.0.0.3:80", 1));
        var tried = default(TriedSet);
        var seen = new List<string>();
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(ChoiceOutcome.Chosen, upstream.TryChoose(ref tried, out var peer));
            seen.Add(peer!.EndPoint.ToString());
        }

        Assert.Equal(3, seen.Take(3).Distinct().Count());
        Assert.Equal(3, seen.Skip(3).Distinct().Count());
    }

    [Fact]
    public void More_tries_than_fit_inline_still_skip_what_was_tried()
    {
        var upstream = _fixture.Open([.. Enumerable.Range(1, 40).Select(i => ($"10.0.0.{i}:80", i))]);
        var tried = default(TriedSet);

        var seen = Enumerable.Range(0, 40).Select(_ => upstream.TryChoose(ref tried, out var peer) == ChoiceOutcome.Chosen ? peer!.EndPoint : null).ToHashSet();

        Assert.Equal(40, seen.Count);
        Assert.DoesNotContain(null, seen);
    }

    [Fact]
    public void Nothing_to_choose_from_says_why()
    {
        var tried = default(TriedSet);
        _fixture.Dns.Say("gone.example", HostAnswer.NotFound);

        Assert.Equal(ChoiceOutcome.NoHealthyTarget, _fixture.Open().TryChoose(ref tried, out _));
        Assert.Equal(ChoiceOutcome.NoHealthyTarget, _fixture.Open(("10.0.0.1:80", 0)).TryChoose(ref tried, out _));
        Assert.Equal(ChoiceOutcome.NoHealthyTarget, _fixture.Open(("gone.example:80", 1)).TryChoose(ref tried, out _));
        using var set = _fixture.Registry.Open(ConfigSet.Empty);
        Assert.Equal(ChoiceOutcome.NameResolutionFailed, set.For(UpstreamFixture.Service("gone.example")).TryChoose(ref tried, out _));
    }

    [Theory]
    [InlineData("127.0.0.1", 8080, "127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("::1", 80, "[::1]:80", "[::1]")]
    [InlineData("[::1]", 81, "[::1]:81", "[::1]:81")]
    [InlineData("Named.example", 80, "10.9.9.9:80", "Named.example")]
    public void Service_host_is_a_target_of_its_own(string host, int port, string endPoint, string hostField)
    {
        _fixture.Dns.Say("named.example", "10.9.9.9");
        using var set = _fixture.Registry.Open(ConfigSet.Empty);
        var tried = default(TriedSet);

        Assert.Equal(ChoiceOutcome.Chosen, set.For(UpstreamFixture.Service(host, port)).TryChoose(ref tried, out var peer));

        Assert.Equal(endPoint, peer!.EndPoint.ToString());
        Assert.Equal(hostField, System.Text.Encoding.ASCII.GetString(peer.HostField(80)));
    }

    [Fact]
    public void Host_header_of_the_upstream_stands_for_the_target()
    {
        using var set = _fixture.Registry.Open(UpstreamFixture.Config("inner.example", [("10.0.0.1:443", 1)]));
        var tried = default(TriedSet);
        set.For(UpstreamFixture.Service("up")).TryChoose(ref tried, out var peer);
        var tls = new TlsClientSettings { ServerName = "" };

        Assert.Equal("inner.example", System.Text.Encoding.ASCII.GetString(peer!.HostField(443)));
        Assert.Equal("inner.example", peer.PoolKey(tls).Tls!.ServerName);
        Assert.Same(peer.PoolKey(tls), peer.PoolKey(tls));
        Assert.Null(peer.PoolKey(null).Tls);
    }

    [Fact]
    public void Upstream_name_is_compared_as_stored()
    {
        using var set = _fixture.Registry.Open(UpstreamFixture.Config(("10.0.0.1:80", 1)));

        Assert.False(set.For(UpstreamFixture.Service("up")).Spec.IsImplicit);
        Assert.True(set.For(UpstreamFixture.Service("UP")).Spec.IsImplicit);
    }

    [Fact]
    public void Equal_upstreams_live_on_over_a_swap_and_edited_ones_keep_their_addresses()
    {
        var first = _fixture.Registry.Open(UpstreamFixture.Config(("10.0.0.1:80", 1), ("10.0.0.2:80", 1)));
        var second = _fixture.Registry.Open(UpstreamFixture.Config(("10.0.0.2:80", 1), ("10.0.0.1:80", 1)));
        var third = _fixture.Registry.Open(UpstreamFixture.Config(("10.0.0.1:80", 9)));
        var service = UpstreamFixture.Service("up");
        var tried = default(TriedSet);
        first.For(service).TryChoose(ref tried, out var before);
        tried.Clear();
        third.For(service).TryChoose(ref tried, out var after);

        Assert.Same(first.For(service), second.For(service));
        Assert.NotSame(first.For(service), third.For(service));
        Assert.Same(before!.Address, after!.Address);

        first.Dispose();
        second.Dispose();
        Assert.Equal(1, _fixture.Registry.Count);
        third.Dispose();
        Assert.Equal(0, _fixture.Registry.Count);
    }

    [Fact]
    public void Names_are_let_go_of_with_the_last_snapshot()
    {
        _fixture.Dns.Say("a", "10.0.0.1");
        var set = _fixture.Registry.Open(UpstreamFixture.Config(("a:80", 1), ("A:81", 1)));

        Assert.Equal(1, _fixture.Names.Count);
        set.Dispose();
        set.Dispose();

        Assert.Equal(0, _fixture.Names.Count);
        int asked = _fixture.Dns.Asked("a");
        _fixture.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(asked, _fixture.Dns.Asked("a"));
    }

    [Fact]
    public void Choosing_allocates_nothing()
    {
        var upstream = _fixture.Open(("10.0.0.1:80", 3), ("10.0.0.2:80", 2));
        var tried = default(TriedSet);
        for (int i = 0; i < 10; i++)
        {
            upstream.TryChoose(ref tried, out _);
            tried.Clear();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            upstream.TryChoose(ref tried, out _);
            upstream.TryChoose(ref tried, out _);
            tried.Clear();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Picks_of_many_threads_are_shared_exactly()
    {
        var upstream = _fixture.Open(("10.0.0.1:80", 2), ("10.0.0.2:80", 1));

        var picks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => UpstreamFixture.Pick(upstream, 3000))));

        Assert.Equal(8000, picks.SelectMany(p => p).Count(p => p == "10.0.0.1:80"));
    }

    public void Dispose() => _fixture.Dispose();
}
