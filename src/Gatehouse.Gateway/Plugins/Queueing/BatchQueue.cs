using System.Threading.Channels;

namespace Gatehouse.Gateway.Plugins.Queueing;

/// <summary>
/// Takes entries without waiting and sends them in batches from the thread pool. Bounded in entries and bytes: the oldest
/// entries make room.
/// </summary>
internal sealed class BatchQueue : IAsyncDisposable
{
    /// <summary>How long disposing goes on sending what is left.</summary>
    public static readonly TimeSpan DisposeGrace = TimeSpan.FromSeconds(5);

    private readonly QueueConfig _config;
    private readonly IBatchSender _sender;
    private readonly TimeProvider _time;
    private readonly Channel<QueueEntry> _channel;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _runners;
    private long _bytes;
    private long _dropped;

    public BatchQueue(QueueConfig config, IBatchSender sender, TimeProvider time)
    {
        _config = config;
        _sender = sender;
        _time = time;
        var options = new BoundedChannelOptions(config.MaxEntries) { FullMode = BoundedChannelFullMode.DropOldest };
        _channel = Channel.CreateBounded<QueueEntry>(options, Drop);
        _runners = new Task[config.Concurrency];
        for (int i = 0; i < _runners.Length; i++)
        {
            _runners[i] = Task.Run(RunAsync);
        }
    }

    /// <summary>Entries that found no room so far.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Adds an entry; from any thread.</summary>
    public void Add(ReadOnlySpan<byte> content)
    {
        if (content.Length > _config.MaxBytes)
        {
            Interlocked.Increment(ref _dropped);
            return;
        }

        while (Volatile.Read(ref _bytes) + content.Length > _config.MaxBytes && _channel.Reader.TryRead(out var oldest))
        {
            Drop(oldest);
        }

        var entry = new QueueEntry(content);
        Interlocked.Add(ref _bytes, entry.Length);
        if (!_channel.Writer.TryWrite(entry))
        {
            Drop(entry);
        }
    }

    /// <summary>Sends what is left, at most for <see cref="DisposeGrace"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_channel.Writer.TryComplete())
        {
            return;
        }

        using var grace = _time.CreateTimer(
            static state => ((CancellationTokenSource)state!).Cancel(), _stop, DisposeGrace, Timeout.InfiniteTimeSpan);
        await Task.WhenAll(_runners);
        _stop.Dispose();
    }

    private void Drop(QueueEntry entry)
    {
        Interlocked.Add(ref _bytes, -entry.Length);
        Interlocked.Increment(ref _dropped);
        entry.Release();
    }

    private async Task RunAsync()
    {
        var batch = new List<QueueEntry>(Math.Min(_config.MaxBatchSize, 1024));
        long reported = 0;
        while (await _channel.Reader.WaitToReadAsync())
        {
            await FillAsync(batch);
            if (batch.Count == 0)
            {
                continue;
            }

            await SendAsync(batch);
            foreach (var entry in batch)
            {
                entry.Release();
            }

            batch.Clear();
            reported = ReportDrops(reported);
        }

        ReportDrops(reported);
    }

    private async ValueTask FillAsync(List<QueueEntry> batch)
    {
        Take(batch);
        if (batch.Count == 0 || batch.Count >= _config.MaxBatchSize || _config.MaxCoalescingDelay == TimeSpan.Zero)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(_config.MaxCoalescingDelay, _time);
        try
        {
            // False as soon as the queue is being disposed: then what there is goes out at once.
            while (batch.Count < _config.MaxBatchSize && await _channel.Reader.WaitToReadAsync(timeout.Token))
            {
                Take(batch);
            }
        }
        catch (OperationCanceledException)
        {
            Take(batch);
        }
    }

    private void Take(List<QueueEntry> batch)
    {
        while (batch.Count < _config.MaxBatchSize && _channel.Reader.TryRead(out var entry))
        {
            Interlocked.Add(ref _bytes, -entry.Length);
            batch.Add(entry);
        }
    }

    private async ValueTask SendAsync(List<QueueEntry> batch)
    {
        long started = _time.GetTimestamp();
        var delay = _config.InitialRetryDelay;
        while (true)
        {
            string? failure = await TrySendAsync(batch);
            if (failure is null)
            {
                return;
            }

            if (_stop.IsCancellationRequested || _time.GetElapsedTime(started) > _config.MaxRetryTime || !await DelayAsync(delay))
            {
                _sender.Lost(batch.Count, failure);
                return;
            }

            delay = delay * 2 < _config.MaxRetryDelay ? delay * 2 : _config.MaxRetryDelay;
        }
    }

    private async ValueTask<string?> TrySendAsync(List<QueueEntry> batch)
    {
        try
        {
            return await _sender.SendAsync(batch, _stop.Token);
        }
        catch (Exception exception)
        {
            // A runner that dies would stop the log for good; whatever it was is a failed attempt.
            return exception.Message;
        }
    }

    private async ValueTask<bool> DelayAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, _time, _stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private long ReportDrops(long reported)
    {
        long dropped = Dropped;
        if (dropped != reported)
        {
            _sender.Lost(dropped - reported, "the queue was full");
        }

        return dropped;
    }
}
