using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Loops;

/// <summary>The loops of a process, one per core by default, on the best poller the platform has.</summary>
public sealed class LoopGroup : IDisposable
{
    private readonly Loop[] _loops;

    private LoopGroup(int count, bool portable)
    {
        var loops = new ThreadedLoop[count];
        for (int i = 0; i < count; i++)
        {
            loops[i] = portable || !OperatingSystem.IsLinux() ? new PortableLoop(i, OnFailure) : new EpollLoop(i, OnFailure);
        }
        _loops = loops;
        foreach (ThreadedLoop loop in loops)
        {
            loop.Start();
        }
    }

    /// <summary>
    /// An exception came out of a callback, timer or event of a loop. The loop goes on; the exception is a bug that
    /// somebody should log. Raised on the loop's thread.
    /// </summary>
    public event Action<Loop, Exception>? CallbackFailed;

    /// <summary>The loops; the index in the list is <see cref="Loop.Index"/>.</summary>
    public IReadOnlyList<Loop> Loops => _loops;

    /// <summary>Opens connections on any of the loops.</summary>
    public IChannelConnector Connector { get; } = new ChannelConnector();

    /// <summary>Starts <paramref name="count"/> loops; <paramref name="portable"/> forces the System.Net.Sockets implementation.</summary>
    public static LoopGroup Start(int count, bool portable = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new LoopGroup(count, portable);
    }

    /// <summary>
    /// Listens on an address with one socket per loop (SO_REUSEPORT) or, where that is missing, one socket that deals out.
    /// <paramref name="onAccepted"/> runs on the loop that owns the new channel. Throws <see cref="SocketException"/>, which names the address, when it cannot be bound.
    /// </summary>
    public ChannelListener Listen(IPEndPoint endPoint, ListenOptions options, Action<Channel> onAccepted)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(onAccepted);
        try
        {
            return Open(endPoint, options, onAccepted);
        }
        catch (SocketException e)
        {
            throw new SocketException((int)e.SocketErrorCode, $"cannot listen on {endPoint}: {e.Message}");
        }
    }

    /// <summary>Ends the loops and waits for their threads; open channels are aborted.</summary>
    public void Dispose()
    {
        foreach (Loop loop in _loops)
        {
            loop.Dispose();
        }
    }

    private ChannelListener Open(IPEndPoint endPoint, ListenOptions options, Action<Channel> onAccepted)
    {
        if (_loops[0] is PortableLoop portable)
        {
            return SocketListener.Listen(portable, _loops, endPoint, options, onAccepted);
        }
        int count = options.ReusePort ? _loops.Length : 1;
        int[] sockets = ListeningSocket.Open(endPoint, count, options, out IPEndPoint bound);
        var parts = new IListenerPart[count];
        for (int i = 0; i < count; i++)
        {
            var loop = (EpollLoop)_loops[i];
            parts[i] = new EpollListener(sockets[i], loop, options.ReusePort ? [loop] : _loops, onAccepted);
        }
        return new ChannelListener(bound, parts);
    }

    private void OnFailure(Loop loop, Exception exception) => CallbackFailed?.Invoke(loop, exception);
}
