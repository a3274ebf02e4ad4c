using System.Diagnostics;

namespace Gatehouse.TestKit.Waiting;

/// <summary>Waits for a condition with a deadline that says what it waited for. The only way a test may wait for the outside world.</summary>
public static class Eventually
{
    /// <summary>Generous, because a passing test never uses it up: 30 s.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);

    /// <summary>How long a task must stay pending to count as held up: 500 ms, a thousand times what a loopback write takes.</summary>
    public static readonly TimeSpan DefaultQuiet = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    /// <summary>Polls until <paramref name="condition"/> holds; throws <see cref="TimeoutException"/> naming <paramref name="what"/>.</summary>
    public static Task TrueAsync(Func<bool> condition, string what, TimeSpan? deadline = null) =>
        TrueAsync(() => Task.FromResult(condition()), what, deadline);

    /// <inheritdoc cref="TrueAsync(Func{bool}, string, TimeSpan?)"/>
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        var started = Stopwatch.GetTimestamp();
        for (var pause = ShortestPause; !await condition(); pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                throw new TimeoutException($"waited {limit.TotalSeconds:F1} s for {what}");
            }

            await Task.Delay(pause);
        }
    }

    /// <summary>Polls until <paramref name="probe"/> yields something.</summary>
    public static async Task<T> NotNullAsync<T>(Func<Task<T?>> probe, string what, TimeSpan? deadline = null)
        where T : class
    {
        T? found = null;
        await TrueAsync(async () => (found = await probe()) is not null, what, deadline);
        return found!;
    }

    /// <summary>Bounds a task that is expected to end by itself.</summary>
    public static async Task<T> EndsAsync<T>(Task<T> task, string what, TimeSpan? deadline = null)
    {
        await EndsAsync((Task)task, what, deadline);
        return await task;
    }

    /// <inheritdoc cref="EndsAsync{T}(Task{T}, string, TimeSpan?)"/>
    public static async Task EndsAsync(Task task, string what, TimeSpan? deadline = null)
    {
        var limit = deadline ?? DefaultDeadline;
        try
        {
            await task.WaitAsync(limit);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            throw new TimeoutException($"waited {limit.TotalSeconds:F1} s for {what}");
        }
    }

    /// <summary>
    /// Whether <paramref name="task"/> is still pending after a quiet time: that back-pressure holds a writer up shows in nothing else.
    /// The task stays the caller's to await.
    /// </summary>
    public static async Task<bool> StallsAsync(Task task, TimeSpan? quiet = null) =>
        await Task.WhenAny(task, Task.Delay(quiet ?? DefaultQuiet)) != task;
}
