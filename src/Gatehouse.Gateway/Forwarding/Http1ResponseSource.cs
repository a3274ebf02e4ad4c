using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>The answer on an HTTP/1.1 connection; its trailers come through the sink.</summary>
internal readonly struct Http1ResponseSource(Http1ClientConnection connection) : IResponseSource
{
    /// <inheritdoc/>
    public bool HasBody => connection.BodyKind != Http1BodyKind.None;

    /// <inheritdoc/>
    public bool HasBuffered => connection.HasBufferedBody;

    /// <inheritdoc/>
    public bool IsTimedOut => connection.Channel.Fault == ChannelFault.Timeout;

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Memory<byte> destination) => connection.ReadBodyAsync(destination);

    /// <inheritdoc/>
    public void ReadTrailers()
    {
    }

    /// <inheritdoc/>
    public void Abort() => connection.Abort(ChannelFault.Aborted);
}
