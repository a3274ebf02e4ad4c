using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// Lets one signature be verified in each turn of a loop: a herd of unknown tokens, each 20 to 40 µs of RSA, waits its turns while the
/// loop serves everybody else in between. Waiting is bounded; who finds the queue full is refused.
/// </summary>
internal sealed class VerificationTurns(Loop loop)
{
    /// <summary>Most requests of one loop that wait: half a second of RSA.</summary>
    public const int MaximumWaiting = 16_384;

    [ThreadStatic]
    private static VerificationTurns? _ofThread;

    private readonly Loop _loop = loop;
    private readonly Queue<TaskCompletionSource<bool>> _waiting = new();
    private long _turn = -1;

    /// <summary>Completes when the caller may verify one signature, true; at once away from loops. False = too many wait.</summary>
    public static ValueTask<bool> EnterAsync()
        => Loop.Current is { } loop ? Of(loop).Enter() : ValueTask.FromResult(true);

    private static VerificationTurns Of(Loop loop)
    {
        if (_ofThread is not { } own || !ReferenceEquals(own._loop, loop))
        {
            _ofThread = own = new VerificationTurns(loop);
        }

        return own;
    }

    private ValueTask<bool> Enter()
    {
        long now = _loop.Statistics.Turns;
        if (_waiting.Count == 0 && _turn != now)
        {
            _turn = now;
            return ValueTask.FromResult(true);
        }

        if (_waiting.Count >= MaximumWaiting)
        {
            return ValueTask.FromResult(false);
        }

        // Completed on the loop's own thread, where the continuation shall run.
        var turn = new TaskCompletionSource<bool>();
        _waiting.Enqueue(turn);
        if (_waiting.Count == 1)
        {
            PostNext();
        }

        return new ValueTask<bool>(turn.Task);
    }

    private void PostNext() => _loop.Post(static state => ((VerificationTurns)state!).Next(), this);

    private void Next()
    {
        _turn = _loop.Statistics.Turns;
        var turn = _waiting.Dequeue();
        if (_waiting.Count > 0)
        {
            PostNext();
        }

        turn.SetResult(true);
    }
}
