using System.Text;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Net.Loops;
using Gatehouse.TestKit.Time;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Tokens;

public sealed class TokenScopeTests
{
    private readonly FakeClock _clock = new();
    private readonly TokenCache _cache = new();
    private readonly FakeVerifier _verifier = new();

    [Fact]
    public async Task Valid_token_is_verified_once()
    {
        using var scope = _cache.Open(_clock);
        Assert.Null(scope.Find(Digest("t")));
        var first = await Verify(scope, "t");
        var second = await Verify(scope, "t");

        Assert.Same(first.Token, second.Token);
        Assert.Same(first.Token, scope.Find(Digest("t")));
        Assert.Equal(1, _verifier.Calls);
    }

    [Fact]
    public async Task Wrong_token_is_verified_each_time_and_not_kept()
    {
        using var scope = _cache.Open(_clock);
        _verifier.Say = _ => new AuthenticationFailure(AuthenticationFailureReason.WrongSecret, "no", null);
        Assert.Equal("no", (await Verify(scope, "t")).Failure!.Message);
        Assert.Equal("no", (await Verify(scope, "t")).Failure!.Message);
        Assert.Equal((2, 0), (_verifier.Calls, _cache.Count));
    }

    [Fact]
    public async Task Token_that_comes_many_times_at_once_is_verified_once()
    {
        using var scope = _cache.Open(_clock);
        var gate = new TaskCompletionSource();
        _verifier.Gate = gate.Task;

        Task<TokenCheck>[] all = [.. Enumerable.Range(0, 50).Select(_ => Verify(scope, "t").AsTask())];
        gate.SetResult();
        var checks = await Task.WhenAll(all);

        Assert.Equal(1, _verifier.Calls);
        Assert.Single(checks.Select(c => c.Token).Distinct());
        Assert.Equal(0, _cache.Flights.Count);
    }

    [Fact]
    public async Task Failure_is_shared_by_those_that_wait_for_it()
    {
        using var scope = _cache.Open(_clock);
        var gate = new TaskCompletionSource();
        _verifier.Gate = gate.Task;
        _verifier.Say = _ => throw new InvalidOperationException("broken");

        Task<TokenCheck>[] all = [.. Enumerable.Range(0, 3).Select(_ => Verify(scope, "t").AsTask())];
        gate.SetResult();

        foreach (var one in all)
        {
            Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => one)).Message);
        }

        Assert.Equal((1, 0, 0), (_verifier.Calls, _cache.Flights.Count, _cache.Count));
    }

    [Fact]
    public async Task Same_token_of_two_instances_is_verified_by_both()
    {
        using var one = _cache.Open(_clock);
        using var other = _cache.Open(_clock);
        await Verify(one, "t");
        await Verify(other, "t");
        Assert.Equal(2, _verifier.Calls);
    }

    [Fact]
    public async Task Keys_that_change_while_a_token_is_verified_make_it_be_verified_again()
    {
        using var scope = _cache.Open(_clock);
        var gate = new TaskCompletionSource();
        _verifier.Gate = gate.Task;
        var old = Verify(scope, "t").AsTask();

        scope.Forget();
        var renewed = Verify(scope, "t").AsTask();
        Assert.Equal(2, _verifier.Calls);
        gate.SetResult();
        await Task.WhenAll(old, renewed);

        Assert.Same((await renewed).Token, scope.Find(Digest("t")));
    }

    [Fact]
    public void Herd_of_tokens_costs_a_few_verifications_a_turn()
    {
        using var scope = _cache.Open(_clock);
        using var loop = new ManualLoop();
        var turns = new List<long>();
        _verifier.Say = text =>
        {
            turns.Add(loop.Statistics.Turns);
            return FakeVerifier.Valid(text);
        };
        var checks = new List<Task<TokenCheck>>();

        loop.Run(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                checks.Add(Verify(scope, $"t{i}").AsTask());
            }
        });

        Assert.All(checks, c => Assert.NotNull(c.Result.Token));
        int[] counts = [.. turns.CountBy(t => t).Select(t => t.Value)];
        Assert.Equal([.. Enumerable.Repeat(VerificationTurns.PerTurn, 12), 4], counts);
    }

    /// <summary>What goes on sends, and what is sent together wakes its receiver once.</summary>
    [Fact]
    public void Requests_go_on_together_behind_the_verifications_of_their_turn()
    {
        using var scope = _cache.Open(_clock);
        using var loop = new ManualLoop();
        var events = new List<string>();
        _verifier.Say = text =>
        {
            events.Add("verify " + text);
            return FakeVerifier.Valid(text);
        };

        loop.Run(() =>
        {
            foreach (string token in (string[])["a", "b", "c"])
            {
                _ = GoOnAsync(token);
            }
        });

        Assert.Equal(["verify a", "verify b", "verify c", "go on a", "go on b", "go on c"], events);

        async Task GoOnAsync(string token)
        {
            await Verify(scope, token);
            events.Add("go on " + token);
        }
    }

    [Fact]
    public void Turn_that_somebody_waits_for_counts_as_a_verification()
    {
        using var scope = _cache.Open(_clock);
        using var loop = new ManualLoop();
        var turns = new List<long>();

        loop.Run(() =>
        {
            for (int i = 0; i < VerificationTurns.PerTurn + 1; i++)
            {
                _ = EnterAsync();
            }
        });

        Assert.Equal([VerificationTurns.PerTurn, 1], turns.CountBy(t => t).Select(t => t.Value));

        async Task EnterAsync()
        {
            Assert.True(await VerificationTurns.EnterAsync());
            turns.Add(loop.Statistics.Turns);
        }
    }

    [Fact]
    public void Herd_beyond_the_bound_is_refused_at_once_and_the_others_get_their_turn()
    {
        using var scope = _cache.Open(_clock);
        using var loop = new ManualLoop();
        var checks = new List<Task<TokenCheck>>();

        loop.Run(() =>
        {
            for (int i = 0; i < VerificationTurns.MaximumWaiting + 3; i++)
            {
                checks.Add(Verify(scope, $"t{i}").AsTask());
            }
        });

        Assert.Equal(3, checks.Count(c => c.Result.Failure == _verifier.Busy));
        Assert.Equal((VerificationTurns.MaximumWaiting, 0, 0L), (_verifier.Calls, _cache.Flights.Count, _cache.Flights.Bytes));
    }

    /// <summary>Tokens of the largest size, as many as may wait, would be gigabytes.</summary>
    [Fact]
    public async Task Herd_of_large_tokens_is_bounded_in_bytes()
    {
        using var scope = _cache.Open(_clock);
        var gate = new TaskCompletionSource();
        _verifier.Gate = gate.Task;
        byte[] token = new byte[16 * 1024];
        var checks = new List<Task<TokenCheck>>();
        for (int i = 0; i < 2050; i++)
        {
            BitConverter.TryWriteBytes(token, i);
            checks.Add(scope.VerifyAsync(SecretDigest.Of(token), token.ToArray(), _verifier).AsTask());
        }

        Assert.Equal((2048, TokenFlights.MaximumBytes), (_cache.Flights.Count, _cache.Flights.Bytes));
        Assert.All(checks[2048..], c => Assert.Same(_verifier.Busy, c.Result.Failure));
        gate.SetResult();
        Assert.All(await Task.WhenAll(checks[..2048]), c => Assert.NotNull(c.Token));
        Assert.Equal((0, 0L), (_cache.Flights.Count, _cache.Flights.Bytes));
    }

    [Fact]
    public void Waiting_for_another_loop_goes_on_on_the_own_one()
    {
        using var scope = _cache.Open(_clock);
        using var one = new ManualLoop();
        using var other = new ManualLoop(1);
        var gate = new TaskCompletionSource();
        _verifier.Gate = gate.Task;
        Loop? resumed = null;

        one.Run(() => { _ = Verify(scope, "t").AsTask(); });
        other.Run(() => { _ = FollowAsync(); });
        one.Run(() => gate.SetResult());
        Assert.Null(resumed);
        other.RunUntilIdle();

        Assert.Same(other, resumed);
        Assert.Equal(1, _verifier.Calls);

        async Task FollowAsync()
        {
            await Verify(scope, "t");
            resumed = Loop.Current;
        }
    }

    private ValueTask<TokenCheck> Verify(TokenScope scope, string token)
        => scope.VerifyAsync(Digest(token), Encoding.ASCII.GetBytes(token), _verifier);

    private static SecretDigest Digest(string token) => SecretDigest.Of(Encoding.ASCII.GetBytes(token));
}
