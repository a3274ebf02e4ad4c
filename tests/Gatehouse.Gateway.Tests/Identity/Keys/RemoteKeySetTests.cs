using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Tests.Exchanges;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Protocols.Jose;
using Gatehouse.TestKit.Time;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Keys;

#pragma warning disable CA1001 // xunit calls DisposeAsync.
public sealed class RemoteKeySetTests : IAsyncLifetime
{
    private readonly FakeClock _clock = new();
    private readonly LogLines _log = new();
    private readonly KeyServer _server = new();
    private readonly OutboundClient _client = new(new SystemHostResolver(new AddressPreference(false)), new OutboundOptions(), TimeProvider.System);
    private readonly RemoteKeySets _sets;

    public RemoteKeySetTests() => _sets = new RemoteKeySets(_client, _clock, _log);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task First_token_waits_for_the_first_fetch()
    {
        _server.Publish("a");
        _server.Gate = new TaskCompletionSource();
        var set = Acquire();

        var finding = set.FindAsync(_server.Token("a")).AsTask();
        Assert.False(finding.IsCompleted);
        _server.Gate.SetResult();

        Assert.Equal("a", (await Eventually.EndsAsync(finding, "the key")).Key?.KeyId);
        Assert.True(set.TryFind(_server.Token("a"), out _, out _));
        Assert.Equal(1, _server.Fetches);
    }

    [Fact]
    public async Task Unreachable_issuer_denies_and_recovers_by_itself()
    {
        _server.Publish("a");
        _server.IsBroken = true;
        var set = Acquire();
        await Eventually.TrueAsync(() => _log.Lines.Count == 1, "the failure in the log");

        var denied = await set.FindAsync(_server.Token("a"));
        _server.IsBroken = false;
        await AdvanceUntilAsync(TimeSpan.FromSeconds(1), () => set.Current is not null);
        var found = await set.FindAsync(_server.Token("a"));

        Assert.Equal((null, true), (denied.Key, denied.IsUnavailable));
        Assert.Equal("a", found.Key?.KeyId);
        Assert.Contains("Warning: Cannot fetch /keys from", _log.Lines[0], StringComparison.Ordinal);
        Assert.Contains("status 500; requests that need it are denied", _log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outage_keeps_the_last_keys()
    {
        _server.Publish("a");
        var set = await LoadedAsync();
        _server.IsBroken = true;

        await AdvanceUntilAsync(TimeSpan.FromMinutes(10), () => _server.Fetches > 3);
        var known = await set.FindAsync(_server.Token("a"));
        var unknown = await set.FindAsync(_server.Token("b"));

        Assert.Equal("a", known.Key?.KeyId);
        Assert.Equal((null, true), (unknown.Key, unknown.IsUnavailable));
    }

    [Fact]
    public async Task New_key_is_found_by_the_first_token_that_names_it_with_one_fetch_for_all()
    {
        _server.Publish("a");
        var set = await LoadedAsync();
        _server.Publish("a", "b");
        _server.Gate = new TaskCompletionSource();

        var finding = Enumerable.Range(0, 50).Select(_ => set.FindAsync(_server.Token("b")).AsTask()).ToArray();
        _server.Gate.SetResult();
        var found = await Eventually.EndsAsync(Task.WhenAll(finding), "the new key");

        Assert.All(found, f => Assert.Equal("b", f.Key?.KeyId));
        Assert.Equal(2, _server.Fetches);
    }

    [Fact]
    public async Task Key_that_is_published_while_a_fetch_is_under_way_is_found_by_a_second_one()
    {
        _server.Publish("a");
        var set = await LoadedAsync();
        _server.Gate = new TaskCompletionSource();
        var first = set.FindAsync(_server.Token("x")).AsTask();
        await Eventually.TrueAsync(() => _server.Fetches == 2, "the fetch for x");
        var second = set.FindAsync(_server.Token("b")).AsTask();

        // The answer under way was made before the key was published.
        var gate = _server.Gate;
        _server.Publish("a", "b");
        _server.Gate = KeyServer.Opened();
        gate.SetResult();

        Assert.Null((await Eventually.EndsAsync(first, "the answer for x")).Key);
        Assert.Equal("b", (await Eventually.EndsAsync(second, "the answer for b")).Key?.KeyId);
        Assert.Equal(3, _server.Fetches);
    }

    [Fact]
    public async Task Unknown_ids_cause_a_bounded_number_of_fetches()
    {
        _server.Publish("a");
        var set = await LoadedAsync();

        for (int i = 0; i < 100; i++)
        {
            Assert.Null((await set.FindAsync(_server.Token("evil" + i))).Key);
        }

        Assert.Equal(1 + RemoteDocumentOptions.Default.Burst, _server.Fetches);
        _clock.Advance(RemoteDocumentOptions.Default.BurstRefill);
        await set.FindAsync(_server.Token("evil100"));
        await set.FindAsync(_server.Token("evil101"));
        Assert.Equal(2 + RemoteDocumentOptions.Default.Burst, _server.Fetches);
    }

    [Fact]
    public async Task Same_unknown_id_is_asked_for_once_in_a_minute()
    {
        // A fetch that fails is not remembered, so that a busy machine made one too many: here no fetch ends by the wall clock.
        var patient = new FakeClock();
        using var client = new OutboundClient(new SystemHostResolver(new AddressPreference(false)), new OutboundOptions(), patient);
        var sets = new RemoteKeySets(client, _clock, _log);
        _server.Publish("a");
        var set = sets.Acquire(new KeySource(_server.Url));
        await LoadAsync(set);

        for (int i = 0; i < 10; i++)
        {
            var found = await set.FindAsync(_server.Token("old"));
            Assert.Equal((JoseError.KeyNotFound, false), (found.Error, found.IsUnavailable));
            Assert.Equal(2, _server.Fetches);
        }

        _clock.Advance(TimeSpan.FromSeconds(59));
        await set.FindAsync(_server.Token("old"));
        Assert.Equal(2, _server.Fetches);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await set.FindAsync(_server.Token("old"));
        Assert.Equal(3, _server.Fetches);
        sets.Release(set);
    }

    /// <summary>Many threads that found no fetch under way each took of the budget, and joined one of them all the same.</summary>
    [Fact]
    public async Task Look_ups_of_many_threads_cost_the_budget_one_fetch()
    {
        _server.Publish("a");
        var set = await LoadedAsync();
        for (int round = 0; round < RemoteDocumentOptions.Default.Burst; round++)
        {
            using var start = new Barrier(4);
            string id = "b" + round;
            _server.Publish("a", id);
            var threads = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return set.FindAsync(_server.Token(id)).AsTask();
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap());
            var found = await Eventually.EndsAsync(Task.WhenAll(threads), "the keys");
            Assert.All(found, f => Assert.Equal(id, f.Key?.KeyId));
        }
    }

    [Theory]
    [InlineData("", 600)]
    [InlineData("Cache-Control: max-age=300\r\n", 300)]
    [InlineData("Cache-Control: max-age=1\r\n", 60)]
    [InlineData("Cache-Control: no-cache\r\n", 60)]
    [InlineData("Cache-Control: max-age=99999999\r\n", 3600)]
    public async Task Background_refresh_follows_the_answer_within_bounds(string header, int seconds)
    {
        _server.ExtraHeader = header;
        _server.Publish("a");
        var set = await LoadedAsync();
        await Eventually.TrueAsync(() => _clock.ArmedTimers == 1, "the timer of the next fetch");

        _clock.Advance(TimeSpan.FromSeconds(seconds - 1));
        Assert.Equal(1, _server.Fetches);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await Eventually.TrueAsync(() => _server.Fetches == 2, "the next fetch");
        Assert.NotNull(set.Current);
    }

    [Fact]
    public async Task Unchanged_document_leaves_the_same_keys()
    {
        _server.Publish("a");
        var set = await LoadedAsync();
        var before = set.Current;

        await set.FindAsync(_server.Token("b"));
        Assert.Same(before, set.Current);
        _server.Publish("c");
        await set.FindAsync(_server.Token("c"));

        Assert.NotSame(before, set.Current);
        Assert.False(set.Has(before!.Keys[0]));
        Assert.True(set.Has(set.Current!.Keys[0]));
    }

    /// <summary>Unknown key ids cause fetches: they must not make everybody's verified tokens be verified again.</summary>
    [Fact]
    public async Task Document_that_is_written_anew_with_every_fetch_leaves_the_keys_that_stayed()
    {
        _server.Publish("a");
        var set = await LoadedAsync();
        var before = set.Current!;

        _server.ExtraMember = "\"fetched\":1,";
        await set.FindAsync(_server.Token("other"));
        Assert.Same(before, set.Current);
        _server.Publish("a", "b");
        await set.FindAsync(_server.Token("b"));

        Assert.True(set.Has(before.Keys[0]));
        Assert.Equal(2, set.Current!.Keys.Count);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlY3JldA","kid":"a"}]}""")]
    public async Task Document_without_a_usable_key_is_an_outage(string document)
    {
        _server.PublishText(document);
        var set = Acquire();
        await Eventually.TrueAsync(() => _log.Lines.Count == 1, "the failure in the log");

        Assert.True((await set.FindAsync(_server.Token("a"))).IsUnavailable);
        Assert.Contains("not such a document", _log.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_sources_are_one_set_until_the_last_share_is_given_back()
    {
        _server.Publish("a");
        var first = await LoadedAsync();
        var second = Acquire();
        var other = _sets.Acquire(new KeySource(_server.Url, OutboundReach.SameOrigin));

        Assert.Same(first, second);
        Assert.NotSame(first, other);
        Assert.Equal(2, _sets.Count);
        _sets.Release(first);
        Assert.Same(first, Acquire());
        _sets.Release(first);
        _sets.Release(first);
        _sets.Release(other);
        Assert.Equal(0, _sets.Count);
    }

    private RemoteKeySet Acquire() => _sets.Acquire(new KeySource(_server.Url));

    private async Task<RemoteKeySet> LoadedAsync()
    {
        var set = Acquire();
        await LoadAsync(set);
        return set;
    }

    private Task LoadAsync(RemoteKeySet set)
        => Eventually.TrueAsync(() => set.Current is not null && _clock.ArmedTimers == 1, "the keys and the timer");

    private Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition) => Eventually.TrueAsync(
        () =>
        {
            _clock.Advance(step);
            return condition();
        },
        "the condition, while time passes");
}
