using System.Net;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>
/// A channel some of whose bytes were read already (to look for a PROXY header or an HTTP/2 preface): they are read again
/// first, then everything comes from the inner channel.
/// </summary>
/// <param name="inner">The channel; nobody else reads it any more.</param>
/// <param name="prefix">Bytes read from it; the array must not change while they last.</param>
public sealed class PrefixedChannel(Channel inner, ReadOnlyMemory<byte> prefix) : Channel
{
    private ReadOnlyMemory<byte> _prefix = prefix;
    private bool _closed;

    /// <summary>The channel underneath.</summary>
    public Channel Inner => inner;

    /// <inheritdoc/>
    public override Loop Loop => inner.Loop;

    /// <inheritdoc/>
    public override IPEndPoint? RemoteEndPoint => inner.RemoteEndPoint;

    /// <inheritdoc/>
    public override IPEndPoint? LocalEndPoint => inner.LocalEndPoint;

    /// <inheritdoc/>
    public override ChannelFault Fault => inner.Fault;

    /// <inheritdoc/>
    public override Action? PeerReset
    {
        get => inner.PeerReset;
        set => inner.PeerReset = value;
    }

    /// <inheritdoc/>
    public override Action? PeerEnded
    {
        get => inner.PeerEnded;
        set => inner.PeerEnded = value;
    }

    /// <inheritdoc/>
    public override bool HasPeerEnded => inner.HasPeerEnded;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer)
        => _prefix.IsEmpty || _closed ? inner.ReadAsync(buffer) : new ValueTask<int>(TakePrefix(buffer.Span));

    /// <inheritdoc/>
    public override int TryRead(Span<byte> buffer)
        => _prefix.IsEmpty || _closed ? inner.TryRead(buffer) : TakePrefix(buffer);

    /// <inheritdoc/>
    public override ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer) => inner.WriteAsync(buffer);

    /// <inheritdoc/>
    public override ValueTask ShutdownAsync() => inner.ShutdownAsync();

    /// <inheritdoc/>
    public override void Abort(ChannelFault fault)
    {
        _closed = true;
        inner.Abort(fault);
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _closed = true;
        inner.Close();
    }

    private int TakePrefix(Span<byte> buffer)
    {
        int n = Math.Min(buffer.Length, _prefix.Length);
        _prefix.Span[..n].CopyTo(buffer);
        // Emptied, the array may be collected although the channel lives on.
        _prefix = n == _prefix.Length ? default : _prefix[n..];
        return n;
    }
}
