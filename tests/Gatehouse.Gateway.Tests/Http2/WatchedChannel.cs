using System.Net;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Tests.Http2;

/// <summary>Any channel, and a check that it is only ever used on its loop.</summary>
internal sealed class WatchedChannel(Channel inner) : Channel
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Loop Loop => inner.Loop;

    public override IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    public override IPEndPoint? LocalEndPoint => inner.LocalEndPoint;

    public override ChannelFault Fault => inner.Fault;

    /// <summary>Whether a member was called on another thread than the loop's.</summary>
    public bool WasMisused { get; private set; }

    public Task Closed => _closed.Task;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer) => Checked().ReadAsync(buffer);

    public override int TryRead(Span<byte> buffer) => Checked().TryRead(buffer);

    public override ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer) => Checked().WriteAsync(buffer);

    public override ValueTask ShutdownAsync() => Checked().ShutdownAsync();

    public override void Abort(ChannelFault fault)
    {
        Checked().Abort(fault);
        _closed.TrySetResult();
    }

    public override void Close()
    {
        Checked().Close();
        _closed.TrySetResult();
    }

    private Channel Checked()
    {
        WasMisused |= !Loop.IsCurrent;
        return inner;
    }
}
