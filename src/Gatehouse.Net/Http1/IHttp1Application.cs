namespace Gatehouse.Net.Http1;

/// <summary>
/// The owner of a server connection: it is told what arrives and answers through the connection. One instance serves one
/// connection, one request at a time, always on the connection's loop. Spans are valid only during the call.
/// </summary>
public interface IHttp1Application
{
    /// <summary>A syntactically valid request line; a new request begins, state of the previous one is to be forgotten.</summary>
    void OnRequestLine(in Http1RequestLine line);

    /// <summary>A syntactically valid header field, in order of arrival; value without surrounding white space.</summary>
    void OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>A permitted trailer field of a chunked request body, before the body's end is reported.</summary>
    void OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>
    /// The head is complete and its framing is unambiguous. Read the body and answer through <paramref name="connection"/>.
    /// When the returned task completes the exchange is over: an unread body is drained within bounds or the connection closes,
    /// and an answer not completed aborts the connection.
    /// </summary>
    ValueTask OnRequestAsync(Http1ServerConnection connection);

    /// <summary>
    /// The message was refused before or instead of <see cref="OnRequestAsync"/>. <see cref="OnRequestLine"/> and
    /// <see cref="OnHeader"/> may have been called for the part that was valid. The application may write one answer (status:
    /// <see cref="Http1Rejections.StatusOf"/>); the connection closes afterwards.
    /// </summary>
    ValueTask OnRejectedAsync(Http1ServerConnection connection, Http1Rejection reason);

    /// <summary>
    /// The client has reset the connection during an exchange; reads and writes fail from now on. For what the application waits
    /// for elsewhere. Not called where the transport cannot tell (see <see cref="Channels.Channel.PeerReset"/>), nor in a tunnel.
    /// </summary>
    void OnClientGone()
    {
    }
}
