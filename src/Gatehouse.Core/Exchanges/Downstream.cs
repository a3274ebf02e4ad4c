using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;

namespace Gatehouse.Core.Exchanges;

/// <summary>
/// The client's side of an exchange, whatever protocol it speaks: where the request body comes from and the answer goes.
/// Every member is called on the loop that owns the exchange; one read and one write may be pending together.
/// </summary>
public abstract class Downstream
{
    /// <summary>
    /// Reads decoded request body bytes: 1…n, 0 at the end of the body (trailers are then in the request), −1 when the client
    /// failed or the body was malformed. The first call sends <c>100 Continue</c> where the client waits for it.
    /// </summary>
    public abstract ValueTask<int> ReadBodyAsync(Memory<byte> destination);

    /// <summary>
    /// Ends a pending <see cref="ReadBodyAsync"/> with −1 without harm to the body: a later read goes on where it was. For an
    /// exchange that is over, or about to be repeated, while the client still sends.
    /// </summary>
    public abstract void CancelBodyRead();

    /// <summary>
    /// Why <see cref="ReadBodyAsync"/> failed, where the message is at fault (malformed, too large, too slow);
    /// <see cref="RejectionReason.None"/> when the client just went away.
    /// </summary>
    public abstract RejectionReason BodyRejection { get; }

    /// <summary>Whether the request body has been read to its end (true when there was none).</summary>
    public abstract bool IsRequestBodyComplete { get; }

    /// <summary>Whether <see cref="ReadBodyAsync"/> can answer now without waiting for the client.</summary>
    public abstract bool HasBufferedBody { get; }

    /// <summary>Whether the client is gone or its connection failed.</summary>
    public abstract bool IsAborted { get; }

    /// <summary>
    /// Whether a byte of a final answer may have reached the client: retries end here. Until then <see cref="WriteHead"/> may be
    /// called again and replaces what was written before.
    /// </summary>
    public abstract bool HasStarted { get; }

    /// <summary>Bytes received for this request: head and body as they were on the wire (framing included).</summary>
    public abstract long BytesReceived { get; }

    /// <summary>Bytes sent for this request: head and body as they were on the wire.</summary>
    public abstract long BytesSent { get; }

    /// <summary>
    /// Writes the head of the answer into the output buffer without sending it. Framing: <see cref="ResponseMessage.ContentLength"/>
    /// bytes, or chunked (or the protocol's own) when it is null. <paramref name="hasBody"/> false: no body follows (HEAD, 204, 304).
    /// </summary>
    public abstract void WriteHead(ResponseMessage response, bool hasBody);

    /// <summary>Sends an interim (1xx) answer; ignored where the protocol version has none.</summary>
    public abstract ValueTask<bool> SendInterimAsync(int status, HeaderMap headers);

    /// <summary>Memory to put body bytes into (at least one byte, about <paramref name="sizeHint"/>).</summary>
    public abstract Memory<byte> GetBodyMemory(int sizeHint);

    /// <summary>Says that <paramref name="count"/> bytes of that memory are part of the body.</summary>
    public abstract void AdvanceBody(int count);

    /// <summary>Sends what has been written; completes when the transport took it (back-pressure). False: the client is gone.</summary>
    public abstract ValueTask<bool> FlushAsync();

    /// <summary>Ends the answer (last chunk, trailers) and sends what is left.</summary>
    public abstract ValueTask<bool> CompleteAsync(HeaderMap? trailers);

    /// <summary>Breaks the answer off in a way the client cannot take for its end.</summary>
    public abstract void Abort();

    /// <summary>Asks that the connection not be used for another request after this answer.</summary>
    public abstract void CloseAfterResponse();

    /// <summary>
    /// From here on the exchange is over when the client ends its side of the connection (<see cref="Exchange.ClientLeft"/>), as it is
    /// anyway when the client resets it: for answers that cost something for as long as they are made. Without this a client that has
    /// only ended its sending side still gets its answer. Does nothing where streams end for themselves, and where the transport
    /// cannot tell; there the next write fails. May be called again.
    /// </summary>
    public virtual void LeaveWithClient()
    {
    }

    /// <summary>
    /// The same also where the connection carries streams beside this one: they go on to their end, and no new one begins (GOAWAY).
    /// </summary>
    public virtual void EndConnection() => CloseAfterResponse();
}
