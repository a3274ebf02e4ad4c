using System.Collections.Concurrent;
using System.Text;
using Gatehouse.Gateway.Plugins.Queueing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

public sealed class BatchQueueTests
{
    [Fact]
    public async Task Add_batch_size_one_sends_each_alone_in_order()
    {
        var sender = new FakeSender();
        var queue = new BatchQueue(new QueueConfig(), sender, TimeProvider.System);
        Add(queue, "a", "b", "c");
        await queue.DisposeAsync();
        Assert.Equal(["a", "b", "c"], sender.Batches);
    }

    [Fact]
    public async Task Add_full_batch_does_not_wait_for_the_delay()
    {
        var sender = new FakeSender();
        var config = new QueueConfig { MaxBatchSize = 2, MaxCoalescingDelay = TimeSpan.FromHours(1) };
        await using var queue = new BatchQueue(config, sender, TimeProvider.System);
        Add(queue, "a", "b");
        await sender.SentAsync();
        Assert.Equal(["a+b"], sender.Batches);
    }

    [Fact]
    public async Task Add_half_batch_goes_after_the_delay()
    {
        var sender = new FakeSender();
        var config = new QueueConfig { MaxBatchSize = 100, MaxCoalescingDelay = TimeSpan.FromMilliseconds(20) };
        await using var queue = new BatchQueue(config, sender, TimeProvider.System);
        Add(queue, "a", "b");
        await sender.SentAsync();
        Assert.Equal(["a+b"], sender.Batches);
    }

    [Fact]
    public async Task Dispose_sends_a_half_batch_at_once()
    {
        var sender = new FakeSender();
        var queue = new BatchQueue(
            new QueueConfig { MaxBatchSize = 100, MaxCoalescingDelay = TimeSpan.FromHours(1) }, sender, TimeProvider.System);
        Add(queue, "a", "b");
        await queue.DisposeAsync();
        await queue.DisposeAsync();
        Assert.Equal(["a+b"], sender.Batches);
        Add(queue, "late");
        Assert.Equal(1, queue.Dropped);
    }

    [Fact]
    public async Task Send_failing_is_retried_until_it_works()
    {
        var sender = new FakeSender { Failures = 3 };
        var config = new QueueConfig { InitialRetryDelay = TimeSpan.FromMilliseconds(1) };
        await using var queue = new BatchQueue(config, sender, TimeProvider.System);
        Add(queue, "a");
        await sender.SentAsync();
        Assert.Equal(["a"], sender.Batches);
        Assert.Equal(0, sender.LostEntries);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_failing_for_good_is_given_up(bool throws)
    {
        var sender = new FakeSender { Failures = int.MaxValue, Throws = throws };
        var config = new QueueConfig { MaxRetryTime = TimeSpan.FromSeconds(-1) };
        await using var queue = new BatchQueue(config, sender, TimeProvider.System);
        Add(queue, "a");
        await sender.LostAsync();
        Assert.Equal(1, sender.LostEntries);
        sender.Failures = 0;
        Add(queue, "b");
        await sender.SentAsync();
        Assert.Equal(["b"], sender.Batches);
    }

    [Fact]
    public async Task Add_too_many_entries_drops_the_oldest()
    {
        var sender = new FakeSender();
        sender.Hold();
        var queue = new BatchQueue(new QueueConfig { MaxEntries = 2 }, sender, TimeProvider.System);
        Add(queue, "a");
        await sender.EnteredAsync();
        Add(queue, "b", "c", "d");
        sender.Release();
        await queue.DisposeAsync();
        Assert.Equal(["a", "c", "d"], sender.Batches);
        Assert.Equal(1, queue.Dropped);
        Assert.Equal(1, sender.LostEntries);
    }

    [Fact]
    public async Task Add_too_many_bytes_drops_the_oldest()
    {
        var sender = new FakeSender();
        sender.Hold();
        var queue = new BatchQueue(new QueueConfig { MaxBytes = 10 }, sender, TimeProvider.System);
        Add(queue, "a");
        await sender.EnteredAsync();
        Add(queue, "bbbb", "cccc", "dddd", "eeeeeeeeeee");
        sender.Release();
        await queue.DisposeAsync();
        Assert.Equal(["a", "cccc", "dddd"], sender.Batches);
        Assert.Equal(2, queue.Dropped);
    }

    private static void Add(BatchQueue queue, params string[] entries)
    {
        foreach (string entry in entries)
        {
            queue.Add(Encoding.ASCII.GetBytes(entry));
        }
    }

    private sealed class FakeSender : IBatchSender, IDisposable
    {
        private readonly ConcurrentQueue<string> _batches = [];
        private readonly SemaphoreSlim _sent = new(0), _entered = new(0), _lost = new(0);
        private TaskCompletionSource _open = Opened();
        private long _lostEntries;

        public int Failures { get; set; }

        public bool Throws { get; set; }

        public IEnumerable<string> Batches => _batches;

        public long LostEntries => Interlocked.Read(ref _lostEntries);

        public void Hold() => _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _open.SetResult();

        public async Task SentAsync() => Assert.True(await _sent.WaitAsync(TimeSpan.FromSeconds(20)), "nothing was sent");

        public async Task EnteredAsync() => Assert.True(await _entered.WaitAsync(TimeSpan.FromSeconds(20)), "no attempt was made");

        public async Task LostAsync() => Assert.True(await _lost.WaitAsync(TimeSpan.FromSeconds(20)), "nothing was given up");

        public async ValueTask<string?> SendAsync(IReadOnlyList<QueueEntry> batch, CancellationToken cancellationToken)
        {
            _entered.Release();
            await _open.Task.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
            if (Failures > 0)
            {
                Failures--;
                return Throws ? throw new InvalidOperationException("broken") : "failed";
            }

            _batches.Enqueue(string.Join('+', batch.Select(e => Encoding.ASCII.GetString(e.Content))));
            _sent.Release();
            return null;
        }

        public void Lost(long entries, string reason)
        {
            Interlocked.Add(ref _lostEntries, entries);
            _lost.Release();
        }

        public void Dispose()
        {
            _sent.Dispose();
            _entered.Dispose();
            _lost.Dispose();
        }

        private static TaskCompletionSource Opened()
        {
            var open = new TaskCompletionSource();
            open.SetResult();
            return open;
        }
    }
}
