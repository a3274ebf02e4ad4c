namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>The thread that waits for the disk, so that no loop has to.</summary>
internal sealed class SpoolThread : IDisposable
{
    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(250);

    private readonly Spool _spool;
    private readonly TimeSpan _interval;
    private readonly AutoResetEvent _wake = new(false);
    private readonly AutoResetEvent _hurry = new(false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    public SpoolThread(Spool spool, TimeSpan interval)
    {
        _spool = spool;
        _interval = interval;
        new Thread(Run) { IsBackground = true, Name = "gatehouse-spool" }.Start();
    }

    /// <summary>There is something to do within the interval.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Somebody waits for it.</summary>
    public void Hurry()
    {
        _hurry.Set();
        _wake.Set();
    }

    /// <summary>Ends after a last turn.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        Hurry();
        return _ended.Task;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wake.Dispose();
        _hurry.Dispose();
    }

    private void Run()
    {
        while (!_isStopping)
        {
            _wake.WaitOne(_spool.HasWork ? Retry : Timeout.InfiniteTimeSpan);
            _hurry.WaitOne(_interval);
            _spool.Work();
        }

        _spool.Work();
        _ended.SetResult();
    }
}
