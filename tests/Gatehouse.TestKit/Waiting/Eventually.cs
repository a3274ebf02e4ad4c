using System.Diagnostics;

namespace Gatehouse.TestKit.Waiting;

/// <summary>Waits for a condition with a deadline that says what it waited for. The only way a test may wait for the outside world.</summary>
public static class Eventually
{
    /// <summary>Generous, because a passing test never uses it up: 15 s.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(15);

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
}
