using System.Net;
using System.Threading.Tasks.Sources;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Fuzz.Simulation;

/// <summary>
/// One end of a pair of channels in memory. Completions go through the loop, as they do in life. The test may limit how much
/// the peer's buffer takes (<see cref="Capacity"/>) to make writes wait.
/// </summary>
internal sealed class SimulatedChannel : Channel
{
    private readonly SimulatedLoop _loop;
    private readonly Pending<int> _read;
    private readonly Pending<bool> _write;
    private SimulatedChannel _peer = null!;
    private ChannelFault _fault;
    private Memory<byte> _readBuffer;
    private ReadOnlyMemory<byte> _writeBuffer;

    private SimulatedChannel(SimulatedLoop loop)
    {
        _loop = loop;
        _read = new Pending<int>(loop);
        _write = new Pending<bool>(loop);
    }

    public override Loop Loop => _loop;

    public override IPEndPoint? RemoteEndPoint => null;

    public override IPEndPoint? LocalEndPoint => null;

    public override ChannelFault Fault => _fault;

    /// <summary>What arrived here and was not read.</summary>
    public ByteQueue Inbox { get; } = new();

    /// <summary>Most bytes that may lie in <see cref="Inbox"/>.</summary>
    public int Capacity { get; set; } = int.MaxValue;

    /// <summary>Writes made on this end: the measure of system calls.</summary>
    public int Writes { get; private set; }

    /// <summary>Whether our direction was ended.</summary>
    public bool IsShutDown { get; private set; }

    public bool IsClosed { get; private set; }

    /// <summary>Longest read that was served at once, for tests that want short reads.</summary>
    public int MaxRead { get; set; } = int.MaxValue;

    /// <summary>Bytes that this end ever read.</summary>
    public long TotalRead { get; private set; }

    private bool IsReadable => Inbox.Count > 0 || _peer.IsShutDown || _fault != ChannelFault.None || IsClosed;

    public static (SimulatedChannel Left, SimulatedChannel Right) CreatePair(SimulatedLoop loop)
    {
        var left = new SimulatedChannel(loop);
        var right = new SimulatedChannel(loop);
        (left._peer, right._peer) = (right, left);
        return (left, right);
    }

    public bool IsPeerOf(SimulatedChannel other) => ReferenceEquals(_peer, other);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_read.IsPending)
        {
            throw new InvalidOperationException("Two reads at a time.");
        }

        if (IsReadable)
        {
            return new ValueTask<int>(Read(buffer.Span));
        }

        _readBuffer = buffer;
        return _read.Start();
    }

    public override int TryRead(Span<byte> buffer)
    {
        if (_read.IsPending)
        {
            throw new InvalidOperationException("A read while another is pending.");
        }

        return IsReadable ? Read(buffer) : -2;
    }

    public override ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        if (_write.IsPending)
        {
            throw new InvalidOperationException("Two writes at a time.");
        }

        if (IsShutDown && !IsClosed)
        {
            throw new InvalidOperationException("A write after the end.");
        }

        Writes++;
        _writeBuffer = buffer;
        return Push() ? new ValueTask<bool>(_fault == ChannelFault.None && !IsClosed) : _write.Start();
    }

    public override ValueTask ShutdownAsync()
    {
        IsShutDown = true;
        _peer.Wake();
        return ValueTask.CompletedTask;
    }

    public override void Abort(ChannelFault fault)
    {
        if (IsClosed || _fault != ChannelFault.None)
        {
            return;
        }

        _fault = fault;
        if (_peer._fault == ChannelFault.None && !_peer.IsClosed)
        {
            _peer._fault = ChannelFault.Reset;
        }

        Wake();
        _peer.Wake();
    }

    public override void Close()
    {
        IsClosed = IsShutDown = true;
        Wake();
        _peer.Wake();
    }

    private int Read(Span<byte> buffer)
    {
        if (_fault != ChannelFault.None || IsClosed)
        {
            return -1;
        }

        int count = Inbox.Take(buffer[..Math.Min(buffer.Length, MaxRead)]);
        TotalRead += count;
        if (_peer._write.IsPending && _peer.Push())
        {
            _peer._write.Complete(true);
        }

        return count;
    }

    /// <summary>Moves what the peer takes; true when the write is done, well or not.</summary>
    private bool Push()
    {
        if (_fault != ChannelFault.None || IsClosed || _peer.IsClosed)
        {
            return true;
        }

        int count = Math.Min(_writeBuffer.Length, _peer.Capacity - _peer.Inbox.Count);
        _peer.Inbox.Add(_writeBuffer.Span[..count]);
        _writeBuffer = _writeBuffer[count..];
        _peer.Wake();
        return _writeBuffer.IsEmpty;
    }

    private void Wake()
    {
        if (_read.IsPending && IsReadable)
        {
            Memory<byte> buffer = _readBuffer;
            _readBuffer = default;
            _read.Complete(Read(buffer.Span));
        }

        if (_write.IsPending && (_fault != ChannelFault.None || IsClosed))
        {
            _write.Complete(false);
        }
    }

    private sealed class Pending<T>(SimulatedLoop loop) : IValueTaskSource<T>
    {
        private readonly Action<object?> _run = static state => ((Pending<T>)state!).Run();
        private Action<object?>? _continuation;
        private object? _state;
        private T _result = default!;
        private short _version;
        private bool _done;

        public bool IsPending { get; private set; }

        public ValueTask<T> Start()
        {
            _version++;
            _done = false;
            IsPending = true;
            return new ValueTask<T>(this, _version);
        }

        public void Complete(T result)
        {
            _result = result;
            IsPending = false;
            loop.Post(_run, this);
        }

        public T GetResult(short token) => token == _version && _done ? _result : throw new InvalidOperationException("Awaited wrongly.");

        public ValueTaskSourceStatus GetStatus(short token) => _done ? ValueTaskSourceStatus.Succeeded : ValueTaskSourceStatus.Pending;

        public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            (_continuation, _state) = (continuation, state);

        private void Run()
        {
            _done = true;
            Action<object?>? continuation = _continuation;
            _continuation = null;
            continuation?.Invoke(_state);
        }
    }
}
