using System.Net;

namespace Gatehouse.Gateway.Tests.Http2;

/// <summary>A body that is sent while the answer is already being read (array contents are not), or that never ends.</summary>
internal sealed class DuplexContent(byte[] body, bool endless = false) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.FlushAsync(cancellationToken);
        await stream.WriteAsync(body, cancellationToken);
        if (endless)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
