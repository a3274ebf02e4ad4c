using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Identity.Tokens;

/// <summary>
/// Lets a few signatures be verified in each turn of a loop: a herd of unknown tokens, each 10 to 40 µs of RSA, waits its turns while
/// the loop serves everybody else in between. Waiting is bounded; who finds the queue full is refused.
/// </summary>
/// <remarks>
/// The signatures of a turn are verified one behind the other, and only then their requests go on: what they send leaves together, so
/// that who receives it is woken once. That wake-up costs as much as half of a signature.
/// </remarks>
internal sealed class VerificationTurns(Loop loop)
{
    /// <summary>Most signatures of one turn: 0.1 to 0.3 ms, for which everybody else of the loop waits.</summary>
    public const int PerTurn = 8;

    /// <summary>Most requests of one loop that wait: half a second of RSA.</summary>
    public const int MaximumWaiting = 16_384;

    [ThreadStatic]
    private static VerificationTurns? _ofThread;

    private readonly Loop _loop = loop;
    private readonly Queue<IVerificationTurn> _waiting = new();
    private readonly IVerificationTurn[] _batch = new IVerificationTurn[PerTurn];

    /// <summary>Completes when the caller may verify one signature, true; at once away from loops. False = too many wait.</summary>
    public static ValueTask<bool> EnterAsync()
    {
        if (Loop.Current is null)
        {
            return ValueTask.FromResult(true);
        }

        var turn = new WaitingTurn();
        return TryEnter(turn) ? new ValueTask<bool>(turn.Task) : ValueTask.FromResult(false);
    }

    /// <summary>Gives a turn, at once away from loops; false = too many wait, and neither of its methods will be called.</summary>
    public static bool TryEnter(IVerificationTurn turn)
    {
        if (Loop.Current is { } loop)
        {
            return Of(loop).Enqueue(turn);
        }

        turn.Begin();
        turn.End();
        return true;
    }

    private static VerificationTurns Of(Loop loop)
    {
        if (_ofThread is not { } own || !ReferenceEquals(own._loop, loop))
        {
            _ofThread = own = new VerificationTurns(loop);
        }

        return own;
    }

    private bool Enqueue(IVerificationTurn turn)
    {
        if (_waiting.Count >= MaximumWaiting)
        {
            return false;
        }

        _waiting.Enqueue(turn);
        if (_waiting.Count == 1)
        {
            PostNext();
        }

        return true;
    }

    private void PostNext() => _loop.Post(static state => ((VerificationTurns)state!).Next(), this);

    private void Next()
    {
        int count = 0;
        while (count < PerTurn && _waiting.TryDequeue(out var turn))
        {
            _batch[count++] = turn;
            turn.Begin();
        }

        // Before anybody goes on: who enters then finds the queue as it is.
        if (_waiting.Count > 0)
        {
            PostNext();
        }

        for (int i = 0; i < count; i++)
        {
            var turn = _batch[i];
            _batch[i] = null!;
            turn.End();
        }
    }
}
