namespace Gatehouse.Net.Loops;

/// <summary>Ways onto a loop for code that lives elsewhere.</summary>
public static class LoopExtensions
{
    /// <summary>Starts <paramref name="body"/> on the loop and completes when it has ended. For set-up and tests, not per request.</summary>
    public static Task RunAsync(this Loop loop, Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return loop.RunAsync(async () =>
        {
            await body();
            return true;
        });
    }

    /// <summary>Starts <paramref name="body"/> on the loop and hands its result back.</summary>
    public static Task<T> RunAsync<T>(this Loop loop, Func<Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(loop);
        ArgumentNullException.ThrowIfNull(body);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        loop.Post(static state =>
        {
            var (body, done) = ((Func<Task<T>>, TaskCompletionSource<T>))state!;
            _ = ForwardAsync(body, done);
        }, (body, done));
        return done.Task;
    }

    /// <summary>Awaiting this continues on the loop; at once when the caller is there already.</summary>
    public static LoopSwitch SwitchTo(this Loop loop) => new(loop);

    private static async Task ForwardAsync<T>(Func<Task<T>> body, TaskCompletionSource<T> done)
    {
        try
        {
            done.SetResult(await body());
        }
        catch (OperationCanceledException e)
        {
            done.SetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
