using System.Runtime.InteropServices;

namespace Gatehouse.Control.Distribution;

/// <summary>
/// Runs long computations on a thread of their own that yields to the event loops: reading a large configuration must not take a
/// core from requests in flight.
/// </summary>
internal static partial class BackgroundWork
{
    /// <summary>On the scale of <c>nice</c>, −20 … 19: a tenth of the share of an ordinary thread when both want the core.</summary>
    private const int Niceness = 10;

    /// <summary>PRIO_PROCESS; with id 0 Linux applies it to the calling thread alone.</summary>
    private const int OfThread = 0;

    /// <summary>Runs <paramref name="work"/> and gives its result, or its exception.</summary>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            if (OperatingSystem.IsLinux())
            {
                // Where it is not permitted, the work takes its ordinary share.
                _ = SetPriority(OfThread, 0, Niceness);
            }

            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        })
        {
            IsBackground = true,
            Name = name,
        };
        thread.Start();
        return done.Task;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int priority);
}
