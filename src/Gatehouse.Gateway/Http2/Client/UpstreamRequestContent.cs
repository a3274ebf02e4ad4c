using System.Net;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>
/// The body of a call as the handler wants it: it asks for the body to be written to its stream, we pass that stream to
/// whoever has the bytes and keep the request open until they say that it ends.
/// </summary>
internal sealed class UpstreamRequestContent(long? length) : HttpContent
{
    private readonly TaskCompletionSource<Stream?> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isTaken;

    /// <summary>The stream to write to, null when the call failed before there was one.</summary>
    public Task<Stream?> Stream => _stream.Task;

    /// <summary>The body is complete.</summary>
    public void End() => _end.TrySetResult();

    /// <summary>The call is over; whoever waits for the stream gets none, and an open body is broken off.</summary>
    public void Fail()
    {
        _stream.TrySetResult(null);
        _end.TrySetException(new IOException("The request body was broken off."));

        // Nobody may be waiting for it any more; a failure that is not observed is not news.
        _ = _end.Task.Exception;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            // The handler repeats what an upstream has said it did not act upon (REFUSED_STREAM, GOAWAY). Bytes of the body may
            // be gone already, so whether and where to repeat is for the road to decide.
            throw new UpstreamException(UpstreamOutcome.Refused);
        }

        try
        {
            // Sends the head now: in a call that streams both ways the first byte of the body may wait for the answer.
            await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            _stream.TrySetResult(stream);
            await _end.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The handler stops the body when the upstream resets the stream, and would report our cancellation. The stream
            // knows the reason and throws it.
            await stream.FlushAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    protected override bool TryComputeLength(out long computed)
    {
        computed = length ?? 0;
        return length is not null;
    }
}
