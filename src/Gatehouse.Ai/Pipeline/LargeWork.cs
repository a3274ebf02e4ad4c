namespace Gatehouse.Ai.Pipeline;

/// <summary>Reading and scanning megabytes takes milliseconds: not on a loop, on which others wait.</summary>
internal static class LargeWork
{
    /// <summary>About a millisecond of decoding and scanning.</summary>
    private const int Bytes = 64 * 1024;

    /// <summary>Whether a body is large. Where not, the work is done in place, without the delegate that takes it elsewhere.</summary>
    public static bool IsLarge(int bodyBytes) => bodyBytes > Bytes;

    /// <summary>Does the work here, or, for a large body, on another thread; comes back to the caller's loop.</summary>
    public static ValueTask<T> RunAsync<T>(int bodyBytes, Func<T> work)
        => bodyBytes <= Bytes ? ValueTask.FromResult(work()) : new ValueTask<T>(Task.Run(work));
}
