using System.Buffers;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Core.Plugins;

/// <summary>
/// A configured instance of a plugin: built with a snapshot, called concurrently by every loop, disposed after the snapshot
/// has drained. It holds no state of a request. An exception fails the request closed (500), never the process.
/// </summary>
public abstract class Plugin : IAsyncDisposable
{
    /// <summary>Before routing (global instances only). A <see cref="Exchange.Respond(int, string?)"/> ends the road.</summary>
    public virtual ValueTask RewriteAsync(Exchange exchange) => ValueTask.CompletedTask;

    /// <summary>After routing. A <see cref="Exchange.Respond(int, string?)"/> ends the road.</summary>
    public virtual ValueTask AccessAsync(Exchange exchange) => ValueTask.CompletedTask;

    /// <summary>
    /// A piece of the request body on its way to the upstream, <paramref name="total"/> bytes including this piece. Return false
    /// after <see cref="Exchange.Respond(int, string?)"/> to stop the request.
    /// </summary>
    public virtual bool OnRequestBody(Exchange exchange, ReadOnlySpan<byte> piece, long total) => true;

    /// <summary>
    /// The head of the upstream's final answer (or its 101) is in <see cref="Exchange.Response"/> and nothing of it was sent: the place
    /// for a decision that has to wait, bounded by the plugin itself. Before <see cref="OnResponseHead"/> of every plugin; not for
    /// answers of the gateway. Runs again when an answer broke off before it was sent and the request is repeated. Not for
    /// <see cref="Exchange.Respond(int, string?)"/>: set the status and call <see cref="Http.ResponseMessage.DropBody"/>.
    /// </summary>
    public virtual ValueTask UpstreamHeadAsync(Exchange exchange) => ValueTask.CompletedTask;

    /// <summary>The head of the answer is about to be written: change <see cref="Exchange.Response"/>.</summary>
    public virtual void OnResponseHead(Exchange exchange)
    {
    }

    /// <summary>A piece of the response body; write what shall follow it downstream to <paramref name="output"/>.</summary>
    public virtual void OnResponseBody(Exchange exchange, ReadOnlySpan<byte> piece, bool isLast, IBufferWriter<byte> output)
        => output.Write(piece);

    /// <summary>The exchange is over. Must not throw, wait or keep the exchange.</summary>
    public virtual void Log(Exchange exchange)
    {
    }

    /// <summary>Called once after the last exchange of the snapshot has ended.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
