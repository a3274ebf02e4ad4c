using System.Diagnostics;

namespace Gatehouse.Net.Loops;

/// <summary>A loop with a thread of its own.</summary>
internal abstract class ThreadedLoop : QueuedLoop
{
    private readonly Thread _thread;
    private volatile bool _stopping;
    private int _sleeping;
    private int _disposed;

    protected ThreadedLoop(int index, Action<Loop, Exception>? onFailure)
        : base(index, ToMilliseconds(Stopwatch.GetTimestamp()), onFailure)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = $"gatehouse-loop-{index}" };
    }

    public void Start() => _thread.Start();

    /// <summary>Ends the thread after its present turn; what is open is aborted there. Waits for it, except on the loop itself.</summary>
    public sealed override void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }
        _stopping = true;
        Interlocked.Exchange(ref _sleeping, 0);
        WakeThread();
        if (!IsCurrent && _thread.ThreadState != System.Threading.ThreadState.Unstarted)
        {
            _thread.Join();
        }
    }

    /// <summary>Waits for events, for at most so many milliseconds (−1: without limit), and says how many there are.</summary>
    protected abstract int Wait(int timeoutMilliseconds);

    protected abstract void Dispatch(int events);

    protected abstract void WakeThread();

    /// <summary>Aborts what is registered. On the loop's thread.</summary>
    protected abstract void AbortAll();

    /// <summary>Frees what the poller holds. Nothing runs on this loop any more.</summary>
    protected abstract void Release();

    private protected sealed override void Wake()
    {
        // Only a loop that sleeps (or is about to) needs the system call. The exchange is also the barrier between the
        // store into the queue and the look at the flag.
        if (!IsCurrent && Interlocked.Exchange(ref _sleeping, 0) != 0)
        {
            WakeThread();
        }
    }

    private void Run()
    {
        Enter();
        while (!_stopping)
        {
            int timeout = WaitMilliseconds();
            if (timeout != 0)
            {
                // Announce the sleep first, look at the queue second: whoever posts does it in the other order.
                Interlocked.Exchange(ref _sleeping, 1);
                if (HasWork || _stopping)
                {
                    timeout = 0;
                }
            }
            int events = Wait(timeout);
            Volatile.Write(ref _sleeping, 0);
            BeginTurn();
            Dispatch(events);
            RunDue();
            EndTurn(events);
        }
        AbortAll();
        // Completions of what was just aborted.
        RunDue();
        Release();
        Current = null;
    }
}
