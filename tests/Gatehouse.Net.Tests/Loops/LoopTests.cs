using Gatehouse.Net.Loops;
using Xunit;

namespace Gatehouse.Net.Tests.Loops;

public sealed class LoopTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static TheoryData<bool> Both => [false, true];

    [Theory, MemberData(nameof(Both))]
    public async Task Post_from_many_threads_runs_everything_on_the_loop_in_each_threads_order(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(1, portable);
        Loop loop = group.Loops[0];
        const int Threads = 4, Each = 20_000;
        var seen = new int[Threads];
        bool wrong = false;
        int left = Threads * Each;
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                int number = i;
                loop.Post(_ =>
                {
                    wrong |= !loop.IsCurrent || seen[t]++ != number;
                    if (--left == 0)
                    {
                        done.SetResult();
                    }
                }, null);
            }
        }))).WaitAsync(Patience);
        await done.Task.WaitAsync(Patience);
        Assert.False(wrong);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Post_wakes_a_sleeping_loop_every_time(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(1, portable);
        for (int i = 0; i < 2000; i++)
        {
            var ran = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            group.Loops[0].Post(static state => ((TaskCompletionSource)state!).SetResult(), ran);
            await ran.Task.WaitAsync(Patience);
        }

        Assert.InRange(group.Loops[0].Statistics.Callbacks, 2000, long.MaxValue);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Await_of_a_task_completed_on_another_thread_comes_back_to_the_loop(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(2, portable);
        Loop loop = group.Loops[1];
        await loop.RunAsync(async () =>
        {
            for (int i = 0; i < 100; i++)
            {
                var foreign = new TaskCompletionSource();
                ThreadPool.QueueUserWorkItem(_ => foreign.SetResult());
                await foreign.Task;
                Assert.True(loop.IsCurrent);
                await Task.Run(() => Assert.Null(Loop.Current));
                Assert.True(loop.IsCurrent);
                await Task.Yield();
                Assert.True(loop.IsCurrent);
            }
        }).WaitAsync(Patience);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Exception_out_of_a_callback_is_reported_and_the_loop_goes_on(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(1, portable);
        var reported = new TaskCompletionSource<(Loop, Exception)>(TaskCreationOptions.RunContinuationsAsynchronously);
        group.CallbackFailed += (loop, e) =>
        {
            reported.TrySetResult((loop, e));
            throw new InvalidOperationException("The reporter fails too.");
        };
        group.Loops[0].Post(_ => throw new FormatException("bug"), null);
        (Loop where, Exception what) = await reported.Task.WaitAsync(Patience);
        Assert.Same(group.Loops[0], where);
        Assert.IsType<FormatException>(what);
        Assert.Equal(7, await group.Loops[0].RunAsync(() => Task.FromResult(7)).WaitAsync(Patience));
        Assert.Equal(1, group.Loops[0].Statistics.FailedCallbacks);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Loop_thread_is_named_after_its_index(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(2, portable);
        Assert.Equal("gatehouse-loop-1", await group.Loops[1].RunAsync(() => Task.FromResult(Thread.CurrentThread.Name)).WaitAsync(Patience));
        Assert.Equal([0, 1], group.Loops.Select(loop => loop.Index));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Timer_of_a_real_loop_is_never_early(bool portable)
    {
        using LoopGroup group = LoopGroup.Start(1, portable);
        Loop loop = group.Loops[0];
        var log = new List<(string Name, long At)>();
        await loop.RunAsync(async () =>
        {
            var done = new TaskCompletionSource();
            long start = loop.NowMilliseconds;
            loop.Arm(new RecordingTimer(loop, log, "late") { Then = done.SetResult }, 60);
            loop.Arm(new RecordingTimer(loop, log, "early"), 20);
            await done.Task;
            Assert.Equal(["early", "late"], log.Select(entry => entry.Name));
            Assert.True(log[0].At - start >= 20);
            Assert.True(log[1].At - start >= 60);
        }).WaitAsync(Patience);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Dispose_twice_and_from_the_loop_itself_ends_the_thread(bool portable)
    {
        LoopGroup group = LoopGroup.Start(1, portable);
        Thread? thread = null;
        await group.Loops[0].RunAsync(() =>
        {
            thread = Thread.CurrentThread;
            return Task.CompletedTask;
        }).WaitAsync(Patience);
        group.Loops[0].Post(_ => group.Dispose(), null);
        Assert.True(thread!.Join(Patience));
        group.Dispose();
        group.Loops[0].Post(_ => { }, null);
    }

    [Fact]
    public void Continuations_of_value_tasks_run_at_once_and_deep_chains_do_not_eat_the_stack()
    {
        using var loop = new ManualLoop();
        int depth = 0;
        loop.Run(async () =>
        {
            var source = new TaskCompletionSource();
            Task chain = source.Task;
            for (int i = 0; i < 10_000; i++)
            {
                chain = AfterAsync(chain);
            }
            source.SetResult();
            await chain;
        });
        Assert.Equal(10_000, depth);

        async Task AfterAsync(Task before)
        {
            await before;
            await Task.Yield();
            depth++;
        }
    }

    [Fact]
    public void Statistics_count_turns_callbacks_and_failures()
    {
        var reported = new List<Exception>();
        using var loop = new ManualLoop(0, (_, e) => reported.Add(e));
        loop.Run(() =>
        {
            loop.Post(_ => { }, null);
            loop.Post(_ => throw new FormatException(), null);
        });
        LoopStatistics statistics = loop.Statistics;
        Assert.Equal(2, statistics.Callbacks);
        Assert.Equal(1, statistics.FailedCallbacks);
        Assert.True(statistics.Turns > 0);
        Assert.IsType<FormatException>(Assert.Single(reported));
    }

    [Fact]
    public void Manual_loop_runs_an_asynchronous_body_with_foreign_tasks()
    {
        using var loop = new ManualLoop();
        loop.Run(async () =>
        {
            await Task.Run(() => { });
            Assert.True(loop.IsCurrent);
        });
        Assert.Null(Loop.Current);
    }

    [Fact]
    public void Manual_loop_says_so_when_the_body_waits_for_nobody()
    {
        using var loop = new ManualLoop();
        Assert.Throws<TimeoutException>(() => loop.Run(() => new TaskCompletionSource().Task, foreignMilliseconds: 10));
    }

    [Fact]
    public void Post_from_a_callback_runs_in_a_later_turn()
    {
        using var loop = new ManualLoop();
        var order = new List<int>();
        loop.Run(() => loop.Post(_ =>
        {
            loop.Post(_ => order.Add(2), null);
            order.Add(1);
        }, null));
        Assert.Equal([1, 2], order);
    }
}
