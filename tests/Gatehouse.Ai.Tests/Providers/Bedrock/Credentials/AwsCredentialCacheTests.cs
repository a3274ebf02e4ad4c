using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Bedrock.Credentials;
using Gatehouse.TestKit.Time;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock.Credentials;

public class AwsCredentialCacheTests
{
    private readonly FakeClock _clock = new();
    private readonly ScriptedChain _chain = new();
    private readonly AwsCredentialCache _cache;

    public AwsCredentialCacheTests() => _cache = new(_chain, _clock);

    [Fact]
    public async Task Many_callers_wait_for_one_fetch()
    {
        var waiting = Enumerable.Range(0, 20).Select(_ => _cache.GetAsync(default).AsTask()).ToArray();
        await AskedAsync(1);
        Assert.All(waiting, w => Assert.False(w.IsCompleted));
        _chain.Answer("K1");

        Assert.All(await Task.WhenAll(waiting), c => Assert.Equal("K1", c.AccessKeyId));
        Assert.Equal("K1", (await _cache.GetAsync(default)).AccessKeyId);
        Assert.Equal(1, _chain.Asked);
    }

    [Fact]
    public async Task Old_credentials_are_used_while_new_ones_are_fetched_and_very_old_ones_are_not()
    {
        await FirstAsync("K1");
        _clock.Advance(TimeSpan.FromSeconds(90));
        var used = _cache.GetAsync(default);
        Assert.True(used.IsCompletedSuccessfully);
        Assert.Equal("K1", (await used).AccessKeyId);
        await AskedAsync(2);
        _chain.Answer("K2");
        await Eventually.TrueAsync(async () => (await _cache.GetAsync(default)).AccessKeyId == "K2", "the renewed credentials");

        _clock.Advance(TimeSpan.FromMinutes(5));
        var waits = _cache.GetAsync(default).AsTask();
        await AskedAsync(3);
        Assert.False(waits.IsCompleted);
        _chain.Answer("K3");
        Assert.Equal("K3", (await waits).AccessKeyId);
    }

    [Fact]
    public async Task Credentials_that_end_are_not_used()
    {
        await FirstAsync("K1", _clock.GetUtcNow().AddSeconds(40));
        _clock.Advance(TimeSpan.FromSeconds(31));
        var waits = _cache.GetAsync(default).AsTask();
        await AskedAsync(2);
        _chain.Answer("K2");

        Assert.Equal("K2", (await waits).AccessKeyId);
    }

    [Fact]
    public async Task Failure_says_nothing_of_its_cause_and_is_remembered_for_five_seconds()
    {
        var waits = _cache.GetAsync(default).AsTask();
        await AskedAsync(1);
        _chain.Fail();
        var error = (await Assert.ThrowsAsync<AiException>(() => waits)).Error;
        Assert.Equal((AiErrorKind.VendorFailed, "The gateway has no AWS credentials."), (error.Kind, error.Message));
        await Assert.ThrowsAsync<AiException>(() => _cache.GetAsync(default).AsTask());
        Assert.Equal(1, _chain.Asked);

        _clock.Advance(TimeSpan.FromSeconds(6));
        await FirstAsync("K1", asked: 2);
    }

    [Fact]
    public async Task Failed_renewal_leaves_what_is_still_good()
    {
        await FirstAsync("K1");
        _clock.Advance(TimeSpan.FromSeconds(90));
        await _cache.GetAsync(default);
        await AskedAsync(2);
        _chain.Fail();

        Assert.Equal("K1", (await _cache.GetAsync(default)).AccessKeyId);
    }

    [Fact]
    public async Task Caller_that_leaves_does_not_stop_the_fetch()
    {
        using var leaving = new CancellationTokenSource();
        var left = _cache.GetAsync(leaving.Token).AsTask();
        await AskedAsync(1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        var other = _cache.GetAsync(default).AsTask();
        _chain.Answer("K1");
        Assert.Equal("K1", (await other).AccessKeyId);
        Assert.Equal(1, _chain.Asked);
    }

    [Fact]
    public async Task Chain_that_never_answers_is_given_up()
    {
        var waits = _cache.GetAsync(default).AsTask();
        await AskedAsync(1);
        await Eventually.TrueAsync(() => _clock.ArmedTimers > 0, "the wait for the chain");
        _clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<AiException>(() => waits);
    }

    private async Task FirstAsync(string key, DateTimeOffset? expiration = null, int asked = 1)
    {
        var waits = _cache.GetAsync(default).AsTask();
        await AskedAsync(asked);
        _chain.Answer(key, expiration);
        Assert.Equal(key, (await waits).AccessKeyId);
    }

    private Task AskedAsync(int times) => Eventually.TrueAsync(() => _chain.Asked == times, $"the chain being asked {times} times");
}
