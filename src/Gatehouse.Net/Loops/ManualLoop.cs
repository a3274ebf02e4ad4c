namespace Gatehouse.Net.Loops;

/// <summary>
/// A loop for tests: no thread, and a clock that moves when it is told to. Whoever calls a member becomes the loop's thread for
/// the time of the call.
/// </summary>
public sealed class ManualLoop : QueuedLoop
{
    private const int MostTurns = 100_000;

    private readonly SemaphoreSlim _posted = new(0);

    /// <param name="index">Index of the loop. Default 0.</param>
    /// <param name="onFailure">Told of exceptions out of callbacks; they are counted in any case.</param>
    public ManualLoop(int index = 0, Action<Loop, Exception>? onFailure = null)
        : base(index, now: 1_000_000, onFailure)
    {
    }

    /// <summary>Runs an action as this loop, then everything it started, as far as it goes without time passing.</summary>
    public void Run(Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        As(() =>
        {
            action();
            Pump();
        });
    }

    /// <summary>Runs everything that is due now.</summary>
    public void RunUntilIdle() => As(Pump);

    /// <summary>Moves the clock on, stopping at each timer on the way.</summary>
    public void Advance(long milliseconds)
    {
        As(() =>
        {
            Pump();
            long until = NowMilliseconds + milliseconds;
            while (NowMilliseconds < until)
            {
                int next = WaitMilliseconds();
                Turn(next < 0 ? until : Math.Min(until, NowMilliseconds + Math.Max(1, next)));
                Pump();
            }
        });
    }

    /// <summary>
    /// Runs an asynchronous test body as this loop until it ends. Waits up to <paramref name="foreignMilliseconds"/> of real time
    /// for what other threads still owe it; the loop's own clock stands still.
    /// </summary>
    /// <exception cref="TimeoutException">Nothing moves any more and the body has not ended.</exception>
    public void Run(Func<Task> body, int foreignMilliseconds = 10_000)
    {
        ArgumentNullException.ThrowIfNull(body);
        As(() =>
        {
            Task task = body();
            Pump();
            while (!task.IsCompleted)
            {
                if (!_posted.Wait(foreignMilliseconds))
                {
                    throw new TimeoutException("The body waits for something that nobody will do.");
                }
                Pump();
            }
            task.GetAwaiter().GetResult();
        });
    }

    /// <inheritdoc/>
    public override void Dispose() => _posted.Dispose();

    private protected override void Wake() => _posted.Release();

    private void Pump()
    {
        for (int turn = 0; turn < MostTurns; turn++)
        {
            Turn(NowMilliseconds);
            if (!HasWork)
            {
                return;
            }
        }
        throw new InvalidOperationException("The loop never comes to rest.");
    }

    private void Turn(long now)
    {
        BeginTurn(now, System.Diagnostics.Stopwatch.GetTimestamp());
        BeginDispatch();
        RunDue();
        EndTurn(0);
    }

    private void As(Action action)
    {
        Loop? outer = Current;
        SynchronizationContext? outerContext = SynchronizationContext.Current;
        Enter();
        try
        {
            action();
        }
        finally
        {
            Current = outer;
            SynchronizationContext.SetSynchronizationContext(outerContext);
        }
    }
}
