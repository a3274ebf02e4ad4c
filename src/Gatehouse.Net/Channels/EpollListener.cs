using System.Net;
using Gatehouse.Net.Loops;
using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Channels;

/// <summary>A listening socket of one epoll loop. All members but <see cref="StopAsync"/> run on that loop.</summary>
internal sealed unsafe class EpollListener : LoopTimer, IEpollTarget, IListenerPart
{
    /// <summary>Accepts per event: a flood of connections must not starve those that are open.</summary>
    private const int Batch = 64;

    /// <summary>How long a process without descriptors leaves the queue alone. nginx waits 500 ms.</summary>
    private const int PauseMilliseconds = 100;

    /// <summary>How long handshakes under way may take to end once the listener stops.</summary>
    private const int LingerMilliseconds = 100;

    private readonly Loop[] _owners;
    private readonly EpollLoop _loop;
    private readonly Action<Channel> _onAccepted;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _fd;
    private ulong _key;
    private int _next;
    private bool _stopping;

    /// <param name="fd">The listening socket; ours from here on.</param>
    /// <param name="loop">The loop that accepts.</param>
    /// <param name="owners">The loops that get the connections in turn; just <paramref name="loop"/> with SO_REUSEPORT.</param>
    /// <param name="onAccepted">Called on the owner.</param>
    public EpollListener(int fd, EpollLoop loop, Loop[] owners, Action<Channel> onAccepted)
    {
        _fd = fd;
        _loop = loop;
        _owners = owners;
        _onAccepted = onAccepted;
        loop.Post(static state => ((EpollListener)state!).Start(), this);
    }

    public Task StopAsync()
    {
        _loop.Post(static state => ((EpollListener)state!).Stop(), this);
        return _stopped.Task;
    }

    void IEpollTarget.OnEpoll(uint flags) => Accept(Batch);

    void IEpollTarget.OnLoopEnd() => Release();

    protected internal override void OnElapsed()
    {
        if (_stopping)
        {
            Accept(int.MaxValue);
            Release();
        }
        else if (_fd >= 0)
        {
            _loop.SetListening(_fd, _key, on: true);
        }
    }

    private void Start()
    {
        if (_fd < 0)
        {
            return;
        }
        _key = _loop.AddListener(_fd, this);
        if (_key == 0)
        {
            Release();
            throw new IOException("The listening socket could not be added to the loop.");
        }
    }

    private void Stop()
    {
        if (_fd < 0)
        {
            _stopped.TrySetResult();
            return;
        }
        if (!_stopping)
        {
            // Closing resets what waits in the queue and what is in the middle of its handshake. So: no new handshakes,
            // some round trips for those under way, and only then the close.
            _stopping = true;
            ListeningSocket.RefuseNew(_fd);
            _loop.Arm(this, LingerMilliseconds);
        }
    }

    private void Release()
    {
        if (_fd >= 0)
        {
            _loop.Disarm(this);
            _loop.Remove(_key);
            _ = Libc.Close(_fd);
            _fd = -1;
        }
        _stopped.TrySetResult();
    }

    private void Accept(int atMost)
    {
        byte* address = stackalloc byte[SocketAddress.MaxLength];
        int failures = 0;
        for (int i = 0; i < atMost && _fd >= 0; i++)
        {
            int length = SocketAddress.MaxLength;
            int fd = Libc.Accept(_fd, address, &length, LinuxConstants.AcceptFlags);
            if (fd >= 0)
            {
                Deal(fd, SocketAddress.Read(new ReadOnlySpan<byte>(address, Math.Min(length, SocketAddress.MaxLength))));
                continue;
            }
            int error = Libc.LastError;
            if (error == Errno.Again)
            {
                return;
            }
            // accept(2): errors of the connection itself (aborted, network down) concern that connection only.
            if (error is Errno.TooManyFiles or Errno.TooManyFilesSystem or Errno.NoBuffers or Errno.OutOfMemory || ++failures > Batch)
            {
                Pause();
                return;
            }
        }
    }

    /// <summary>The queue stays readable, so without a pause the loop would spin on an accept that cannot succeed.</summary>
    private void Pause()
    {
        if (!_stopping)
        {
            _loop.SetListening(_fd, _key, on: false);
            _loop.Arm(this, PauseMilliseconds);
        }
    }

    private void Deal(int fd, IPEndPoint? remote)
    {
        Loop owner = _owners[_next];
        _next = (_next + 1) % _owners.Length;
        if (ReferenceEquals(owner, _loop))
        {
            Adopt(_loop, fd, remote);
        }
        else
        {
            owner.Post(static state =>
            {
                var (self, owner, fd, remote) = ((EpollListener, EpollLoop, int, IPEndPoint?))state!;
                self.Adopt(owner, fd, remote);
            }, (this, (EpollLoop)owner, fd, remote));
        }
    }

    private void Adopt(EpollLoop owner, int fd, IPEndPoint? remote)
    {
        if (EpollChannel.Accepted(owner, fd, remote) is { } channel)
        {
            _onAccepted(channel);
        }
    }
}
