using System.Threading.Tasks.Sources;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// A verification that is under way. Who started it goes on in its turn of the loop; who else brings the token waits for its end, on
/// the own loop.
/// </summary>
internal sealed class TokenFlight(TokenCache cache, TimeProvider time, in TokenKey key, ReadOnlyMemory<byte> token, ITokenVerifier verifier)
    : IVerificationTurn, IValueTaskSource<TokenCheck>
{
    private readonly TokenKey _key = key;
    private ManualResetValueTaskSourceCore<TokenCheck> _end;
    private TaskCompletionSource<TokenCheck>? _followers;
    private ValueTask<TokenCheck> _pending;
    private TokenCheck _check;
    private Exception? _error;
    private bool _isOver;

    /// <summary>Bytes of the token.</summary>
    public int TokenLength => token.Length;

    /// <summary>The result for who started it; await it once, on the loop on which it was started.</summary>
    public ValueTask<TokenCheck> Result => new(this, _end.Version);

    /// <summary>The result for who else waits.</summary>
    public Task<TokenCheck> FollowAsync()
    {
        var made = new TaskCompletionSource<TokenCheck>(TaskCreationOptions.RunContinuationsAsynchronously);
        var followers = Interlocked.CompareExchange(ref _followers, made, null) ?? made;

        // Land writes that it is over before it looks for followers: one of the two sees the other.
        if (Volatile.Read(ref _isOver))
        {
            Settle(followers);
        }

        return followers.Task;
    }

    /// <inheritdoc/>
    public void Begin()
    {
        // Another flight may have landed since the caller looked.
        if (cache.Find(in _key, time) is { } known)
        {
            _check = known;
            return;
        }

        try
        {
            _pending = verifier.VerifyAsync(token);
            if (_pending.IsCompletedSuccessfully)
            {
                _check = _pending.GetAwaiter().GetResult();
                _pending = default;
            }
        }
        catch (Exception error)
        {
            _error = error;
        }
    }

    /// <inheritdoc/>
    public void End()
    {
        if (_check.IsNothing && _error is null)
        {
            _ = AwaitAsync();
        }
        else
        {
            Land();
        }
    }

    /// <summary>Ends it without a verification.</summary>
    public void Refuse()
    {
        _check = verifier.Busy;
        Land();
    }

    TokenCheck IValueTaskSource<TokenCheck>.GetResult(short version) => _end.GetResult(version);

    ValueTaskSourceStatus IValueTaskSource<TokenCheck>.GetStatus(short version) => _end.GetStatus(version);

    void IValueTaskSource<TokenCheck>.OnCompleted(Action<object?> continuation, object? state, short version, ValueTaskSourceOnCompletedFlags flags)
    {
        // It ends on the loop on which it was started; through the loop's context it would go on a turn later.
        bool isAtHome = Loop.Current is not null;
        _end.OnCompleted(continuation, state, version, isAtHome ? flags & ~ValueTaskSourceOnCompletedFlags.UseSchedulingContext : flags);
    }

    private async Task AwaitAsync()
    {
        try
        {
            _check = await _pending;
        }
        catch (Exception error)
        {
            _error = error;
        }

        Land();
    }

    private void Land()
    {
        // Kept first: whoever comes after the flight must find it.
        if (_check.Token is { } valid)
        {
            cache.Add(in _key, valid, time);
        }

        cache.Flights.Leave(in _key);
        Volatile.Write(ref _isOver, true);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _followers) is { } followers)
        {
            Settle(followers);
        }

        if (_error is null)
        {
            _end.SetResult(_check);
        }
        else
        {
            _end.SetException(_error);
        }
    }

    private void Settle(TaskCompletionSource<TokenCheck> followers)
    {
        if (_error is null)
        {
            followers.TrySetResult(_check);
        }
        else if (followers.TrySetException(_error))
        {
            // Perhaps nobody waits any more; who started it sees the exception anyway.
            _ = followers.Task.Exception;
        }
    }
}
