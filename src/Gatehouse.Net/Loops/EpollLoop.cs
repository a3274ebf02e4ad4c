using System.ComponentModel;
using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Loops;

/// <summary>
/// A loop on epoll. Every socket is registered once, edge-triggered for both directions, so that after the registration
/// no system call but the reads, the writes and the wait itself is made.
/// </summary>
internal sealed unsafe class EpollLoop : ThreadedLoop
{
    private const int BatchSize = 512;
    private const ulong WakeKey = ulong.MaxValue;
    private const uint StreamInterest = LinuxConstants.In | LinuxConstants.Out | LinuxConstants.ReadHangUp | LinuxConstants.EdgeTriggered;

    private readonly EpollTargets _targets = new();
    private readonly EpollEvents _events = new(BatchSize);
    private readonly int _epoll;
    private readonly int _wakeUp;
    private readonly Lock _wakeGate = new();
    private bool _released;

    public EpollLoop(int index, Action<Loop, Exception>? onFailure = null)
        : base(index, onFailure)
    {
        _epoll = Libc.EpollCreate(LinuxConstants.EpollCloseOnExec);
        _wakeUp = _epoll < 0 ? -1 : Libc.EventFd(0, LinuxConstants.EventFdFlags);
        if (_wakeUp < 0 || EpollEvents.Control(_epoll, LinuxConstants.ControlAdd, _wakeUp, LinuxConstants.In | LinuxConstants.EdgeTriggered, WakeKey) != 0)
        {
            throw new Win32Exception(Libc.LastError);
        }
    }

    /// <summary>Registers a stream socket for good: its end is the close of the descriptor and <see cref="Remove"/>.</summary>
    /// <returns>The key for <see cref="Remove"/>, or 0 when the kernel refused.</returns>
    public ulong AddStream(int fd, IEpollTarget target) => Add(fd, target, StreamInterest);

    /// <summary>Registers a listening socket, level-triggered: what one turn leaves in the queue comes again in the next.</summary>
    public ulong AddListener(int fd, IEpollTarget target) => Add(fd, target, LinuxConstants.In);

    /// <summary>Stops or resumes the readiness of a listening socket.</summary>
    public void SetListening(int fd, ulong key, bool on)
        => _ = EpollEvents.Control(_epoll, LinuxConstants.ControlModify, fd, on ? LinuxConstants.In : 0, key);

    /// <summary>Hands later events of a registration to another target.</summary>
    public void Retarget(ulong key, IEpollTarget target) => _targets.Replace(key, target);

    /// <summary>
    /// Forgets a registration. The key is never given out again, so that events already fetched for a descriptor that was
    /// closed, and perhaps reopened as another connection, meet nobody.
    /// </summary>
    public void Remove(ulong key) => _targets.Remove(key);

    protected override int Wait(int timeoutMilliseconds)
        => Math.Max(0, Libc.EpollWait(_epoll, _events.Pointer, BatchSize, timeoutMilliseconds));

    protected override void Dispatch(int events)
    {
        for (int i = 0; i < events; i++)
        {
            ulong key = _events.Data(i);
            if (key == WakeKey)
            {
                // Edge-triggered: the counter need not be read to be armed again.
                continue;
            }
            if (_targets.Find(key) is { } target)
            {
                BeginDispatch();
                try
                {
                    target.OnEpoll(_events.Flags(i));
                }
                catch (Exception e)
                {
                    Report(e);
                }
            }
        }
    }

    protected override void WakeThread()
    {
        // The lock keeps a late wake-up from writing into a descriptor that was closed and means something else by now.
        lock (_wakeGate)
        {
            if (!_released)
            {
                ulong one = 1;
                _ = Libc.Write(_wakeUp, &one, sizeof(ulong));
            }
        }
    }

    protected override void AbortAll()
    {
        foreach (IEpollTarget target in _targets.Drain())
        {
            target.OnLoopEnd();
        }
    }

    protected override void Release()
    {
        lock (_wakeGate)
        {
            _released = true;
            _ = Libc.Close(_wakeUp);
        }
        _ = Libc.Close(_epoll);
        _events.Dispose();
    }

    private ulong Add(int fd, IEpollTarget target, uint flags)
    {
        ulong key = _targets.Add(target);
        if (EpollEvents.Control(_epoll, LinuxConstants.ControlAdd, fd, flags, key) == 0)
        {
            return key;
        }
        _targets.Remove(key);
        return 0;
    }
}
