using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Http1;

/// <summary>Raw bytes after a 101, beginning with those already buffered. The connection is never used for HTTP again.</summary>
public sealed class Http1Tunnel
{
    private readonly Channel _channel;
    private readonly Http1Inbound _inbound;

    internal Http1Tunnel(Channel channel, Http1Inbound inbound)
    {
        _channel = channel;
        _inbound = inbound;
    }

    /// <summary>1…n bytes, 0 at the end of the stream, −1 failed; an empty buffer waits as <see cref="Channel.ReadAsync"/> does.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (_inbound.IsEmpty)
        {
            return _channel.ReadAsync(buffer);
        }

        int count = _inbound.CopyTo(buffer.Span);
        _inbound.ReleaseIfEmpty();
        return new ValueTask<int>(count);
    }

    /// <summary>Writes everything; false when the channel failed.</summary>
    public ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> buffer) => _channel.WriteAsync(buffer);

    /// <summary>Ends our direction; reads go on.</summary>
    public ValueTask ShutdownAsync() => _channel.ShutdownAsync();

    /// <summary>Breaks both directions off.</summary>
    public void Abort() => _channel.Abort(ChannelFault.Aborted);
}
