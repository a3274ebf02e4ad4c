namespace Gatehouse.Net.Loops;

/// <summary>
/// A loop without a poller: System.Net.Sockets watches the sockets and posts what it saw. Slower by one hop between
/// threads per wait, and everywhere .NET is.
/// </summary>
internal sealed class PortableLoop(int index, Action<Loop, Exception>? onFailure = null) : ThreadedLoop(index, onFailure)
{
    private readonly SemaphoreSlim _signal = new(0);
    private readonly HashSet<Channels.Channel> _open = [];

    /// <summary>Channels of this loop, so that the end of the loop closes them.</summary>
    public HashSet<Channels.Channel> OpenChannels => _open;

    /// <summary>The loop ends; on its thread.</summary>
    public event Action? Ending;

    protected override int Wait(int timeoutMilliseconds)
    {
        _signal.Wait(timeoutMilliseconds);
        return 0;
    }

    protected override void Dispatch(int events)
    {
    }

    protected override void WakeThread() => _signal.Release();

    protected override void AbortAll()
    {
        Ending?.Invoke();
        foreach (Channels.Channel channel in _open.ToArray())
        {
            channel.Abort(Channels.ChannelFault.Aborted);
        }
    }

    protected override void Release()
    {
        // The semaphore is left to the collector: a late completion may still release it.
    }
}
