using System.Text;
using Gatehouse.Gateway.Observability;
using Gatehouse.TestKit.Waiting;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

public sealed class LogSinkTests
{
    [Fact]
    public async Task Offer_queue_full_drops_and_counts_the_lines()
    {
        var target = new FakeLogTarget();
        using var sink = new LogSink("test", target, capacity: 2);
        target.Hold();
        sink.Offer(Chunk(sink, "a1", "a2"), isFlush: true);
        await target.EnteredAsync();

        // The first chunk is with the target, two may wait, the other two must go.
        sink.Offer(Chunk(sink, "b1"), isFlush: true);
        sink.Offer(Chunk(sink, "c1"), isFlush: true);
        sink.Offer(Chunk(sink, "d1", "d2", "d3"), isFlush: true);
        sink.Offer(Chunk(sink, "e1"), isFlush: true);
        Assert.Equal(4, sink.Counters.Dropped);

        target.Release();
        sink.Dispose();
        Assert.Equal(["a1", "a2", "b1", "c1"], target.Lines);
        Assert.Equal(new LogSinkCounters(4, 4, 0), sink.Counters);
        Assert.True(target.IsDisposed);
    }

    // A file at its size limit throws no IOException: the writer, and the process with it, ended.
    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(UnauthorizedAccessException))]
    [InlineData(typeof(ArgumentOutOfRangeException))]
    [InlineData(typeof(NotSupportedException))]
    public async Task Write_target_failing_counts_and_goes_on(Type failure)
    {
        var target = new FakeLogTarget { Fails = true, Failure = (Exception)Activator.CreateInstance(failure)! };
        using var sink = new LogSink("test", target);
        sink.Offer(Chunk(sink, "a", "b"), isFlush: true);
        await target.EnteredAsync();
        await Eventually.TrueAsync(() => sink.Counters.Failed == 2, "both lines to fail");
        target.Fails = false;
        sink.Offer(Chunk(sink, "c"), isFlush: true);
        sink.Dispose();

        Assert.Equal(["c"], target.Lines);
        Assert.Equal(new LogSinkCounters(1, 0, 2), sink.Counters);
    }

    [Fact]
    public async Task Reopen_happens_on_the_writer_even_without_lines()
    {
        var target = new FakeLogTarget();
        using var sink = new LogSink("test", target);
        sink.Reopen();
        await Eventually.TrueAsync(() => target.Reopened == 1, "the file to be opened again");
        Assert.Empty(target.Lines);
    }

    [Fact]
    public void Dispose_writes_what_is_queued_and_later_offers_are_counted()
    {
        var target = new FakeLogTarget();
        var sink = new LogSink("test", target);
        for (int i = 0; i < 100; i++)
        {
            sink.Offer(Chunk(sink, $"{i}"), isFlush: true);
        }

        sink.Dispose();
        sink.Offer(Chunk(sink, "late"), isFlush: true);

        Assert.Equal(100, target.Lines.Length);
        Assert.Equal(new LogSinkCounters(100, 1, 0), sink.Counters);
    }

    [Fact]
    public async Task Stream_many_threads_every_line_arrives_whole()
    {
        const int Threads = 4;
        const int Lines = 5000;
        var target = new FakeLogTarget();
        var stream = new LogStream(new LogSink("test", target, capacity: 10_000), loops: 1, TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < Lines; i++)
            {
                stream.Append(Encoding.ASCII.GetBytes($"<{t}:{i}{new string('x', i % 200)}>"));
            }
        })));
        stream.Dispose();

        Assert.Equal(Threads * Lines, target.Lines.Length);
        Assert.All(target.Lines, line => Assert.True(line[0] == '<' && line[^1] == '>'));
        Assert.Equal(Threads * Lines, target.Lines.Distinct().Count());
        Assert.Equal(new LogSinkCounters(Threads * Lines, 0, 0), stream.Counters);
    }

    [Fact]
    public void Stream_line_larger_than_a_chunk_arrives_whole()
    {
        var target = new FakeLogTarget();
        var stream = new LogStream(new LogSink("test", target), 1, TimeProvider.System);
        stream.Append("small"u8);
        stream.Append(Encoding.ASCII.GetBytes(new string('x', 200_000)));
        stream.Append("small"u8);
        stream.Dispose();

        Assert.Equal([5, 200_000, 5], target.Lines.Select(l => l.Length));
    }

    [Fact]
    public async Task Stream_few_lines_arrive_after_the_flush_interval()
    {
        var target = new FakeLogTarget();
        using var stream = new LogStream(new LogSink("test", target), 1, TimeProvider.System, flushMilliseconds: 10);
        stream.Append("one"u8);
        await target.EnteredAsync();
        stream.Append("two"u8);
        await target.EnteredAsync();
        await Eventually.TrueAsync(() => target.Lines.Length == 2, "the second line");
        Assert.Equal(["one", "two"], target.Lines);
    }

    [Fact]
    public void Stream_on_a_loop_uses_the_loops_own_timer()
    {
        var target = new FakeLogTarget();
        var stream = new LogStream(new LogSink("test", target), loops: 2, TimeProvider.System);
        using var loop = new FakeLoop(1);
        loop.Enter();
        stream.Append("a"u8);
        stream.Append("b"u8);
        FakeLoop.Leave();
        Assert.Equal([100L], loop.Armed);
        Assert.Empty(target.Lines);
        stream.Dispose();
        Assert.Equal(["a", "b"], target.Lines);
    }

    [Fact]
    public void Buffer_flush_is_armed_once_for_a_chunk()
    {
        var target = new FakeLogTarget();
        using var sink = new LogSink("test", target);
        var timer = new FakeFlushTimer();
        using var buffer = new LogBuffer(sink, 50, flush => timer.Attach(flush));

        buffer.Append("a"u8);
        buffer.Append("b"u8);
        Assert.Equal([50], timer.Armed);
        timer.Fire();
        timer.Fire();
        buffer.Append("c"u8);
        Assert.Equal([50, 50], timer.Armed);
        buffer.Dispose();
        sink.Dispose();

        Assert.Equal(["a", "b", "c"], target.Lines);
    }

    private static LogChunk Chunk(LogSink sink, params string[] lines)
    {
        var chunk = sink.Rent();
        foreach (string line in lines)
        {
            Assert.True(chunk.TryAppend(Encoding.ASCII.GetBytes(line)));
        }

        return chunk;
    }

    private sealed class FakeFlushTimer : ILogFlushTimer
    {
        private Action _flush = () => { };

        public List<int> Armed { get; } = [];

        public FakeFlushTimer Attach(Action flush)
        {
            _flush = flush;
            return this;
        }

        public void Fire() => _flush();

        public void Arm(int milliseconds) => Armed.Add(milliseconds);

        public void Dispose()
        {
        }
    }
}
