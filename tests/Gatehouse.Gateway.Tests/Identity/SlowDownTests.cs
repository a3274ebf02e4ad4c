using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.TestKit.Time;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

/// <summary>The delay of repeated failures, seen through key-auth.</summary>
public sealed class SlowDownTests : IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly PluginBench _bench;

    public SlowDownTests() => _bench = new PluginBench(config: IdentityConfig.Company, time: _clock, delays: new() { Free = 1 });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Second_wrong_key_waits_for_its_answer_and_a_right_key_does_not()
    {
        var plugin = _bench.Build("key-auth");
        await plugin.AccessAsync(new FakeExchange("GET", "/?apikey=wrong"));
        var exchange = new FakeExchange("GET", "/?apikey=wrong");
        var waiting = plugin.AccessAsync(exchange).AsTask();
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1, "the delay to begin");

        Assert.False(waiting.IsCompleted);
        Assert.False(exchange.IsAnswered);
        var right = new FakeExchange("GET", "/?apikey=k1");
        Assert.True(plugin.AccessAsync(right).IsCompletedSuccessfully);
        Assert.Equal("bob", right.Consumer!.Username);

        _clock.Advance(TimeSpan.FromMilliseconds(50));
        await waiting;
        Assert.Equal(401, exchange.Answer.Status);
        Assert.Equal(1, _bench.Services.Metrics.Authentication.Delayed.Value);
    }

    [Theory]
    [InlineData("jwt", "Bearer an-opaque-token-of-oauth2")]
    [InlineData("oauth2", "Bearer eyJhbGciOiJub25lIn0.e30.x")]
    [InlineData("basic-auth", "hmac username=\"bob\"")]
    public void Credential_for_another_of_several_plugins_does_not_wait(string plugin, string authorization)
    {
        string config = plugin == "oauth2" ? """{"anonymous":"anon","enable_client_credentials":true}""" : """{"anonymous":"anon"}""";
        var alternative = _bench.Build(plugin, config);
        for (int i = 0; i < 20; i++)
        {
            var exchange = new FakeExchange().With("Authorization", authorization);
            Assert.True(alternative.AccessAsync(exchange).IsCompletedSuccessfully);
            Assert.True(exchange.IsAnonymous);
        }

        Assert.Equal(0, _bench.Services.Metrics.Authentication.Delayed.Value);
    }

    [Fact]
    public async Task Password_that_is_tried_waits_also_where_there_is_an_alternative()
    {
        var plugin = _bench.Build("basic-auth", """{"anonymous":"anon"}""");
        var login = "Basic " + Convert.ToBase64String("bob:wrong"u8);
        await plugin.AccessAsync(new FakeExchange().With("Authorization", login));

        var waiting = plugin.AccessAsync(new FakeExchange().With("Authorization", login)).AsTask();
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1, "the delay to begin");
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        await waiting;
    }

    [Fact]
    public async Task Answer_is_not_held_back_for_a_client_that_left()
    {
        var plugin = _bench.Build("key-auth");
        using var leaving = new CancellationTokenSource();
        await plugin.AccessAsync(new FakeExchange("GET", "/?apikey=wrong"));
        var exchange = new FakeExchange("GET", "/?apikey=wrong") { Left = leaving.Token };
        var waiting = plugin.AccessAsync(exchange).AsTask();
        Assert.False(waiting.IsCompleted);

        await leaving.CancelAsync();
        await Eventually.EndsAsync(waiting, "the end of the wait");
        Assert.Equal((401, 0), (exchange.Answer.Status, _clock.ArmedTimers));
    }

    [Fact]
    public void Answers_beyond_an_addresss_share_end_their_connections()
    {
        var plugin = _bench.Build("key-auth");
        var exchanges = Enumerable.Range(0, 66).Select(_ => new FakeExchange("GET", "/?apikey=wrong")).ToList();
        bool[] atOnce = [.. exchanges.Select(e => plugin.AccessAsync(e).IsCompletedSuccessfully)];

        // One is free, 64 wait, and the last is one too many.
        Assert.Equal([0, 65], Enumerable.Range(0, 66).Where(i => atOnce[i]));
        Assert.Equal([65], Enumerable.Range(0, 66).Where(i => exchanges[i].Client.IsEnding));
    }

    [Fact]
    public void Missing_key_is_never_delayed()
    {
        var plugin = _bench.Build("key-auth");
        for (int i = 0; i < 20; i++)
        {
            var exchange = new FakeExchange();
            Assert.True(plugin.AccessAsync(exchange).IsCompletedSuccessfully);
            Assert.Equal(401, exchange.Answer.Status);
        }
    }
}
