using System.Runtime.CompilerServices;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Http1;

/// <summary>The current request: framing and body.</summary>
public sealed partial class Http1ServerConnection
{
    private readonly Http1BodyReader _body;
    private bool _continueDecided;

    /// <summary>How the request's body is framed: None, Length or Chunked.</summary>
    public Http1BodyKind RequestBodyKind => _head.Framing.BodyKind;

    /// <summary>Declared body bytes; 0 without a body, −1 when chunked.</summary>
    public long RequestContentLength => _head.Framing.ContentLength;

    /// <summary>0 for HTTP/1.0, 1 for HTTP/1.1.</summary>
    public int MinorVersion => _head.MinorVersion;

    /// <summary>
    /// Whether the request asks for an upgrade: HTTP/1.1, an Upgrade field, Connection: upgrade, and no body (with one, where the
    /// body ends and the other protocol begins would be in doubt).
    /// </summary>
    public bool IsUpgradeRequested => _head.Framing.IsUpgradeRequested;

    /// <summary>Whether the body has been read to its end, trailers included; true when there is none.</summary>
    public bool IsRequestBodyComplete => _body.IsComplete;

    /// <summary>Whether a body byte (or its end) can be had without waiting for the client.</summary>
    public bool HasBufferedBody => _body.HasBuffered;

    /// <summary>Set after ReadBodyAsync returned −1: what was wrong (malformed, too large, too slow, truncated), None when the channel failed.</summary>
    public Http1Rejection BodyRejection => _body.Rejection;

    /// <summary>When the first byte of this request's head was seen (<see cref="System.Diagnostics.Stopwatch"/> timestamp).</summary>
    public long RequestStartedTimestamp { get; private set; }

    /// <summary>Bytes of this request taken from the wire so far, framing included.</summary>
    public long BytesReceived => _inbound.Consumed - _consumedBefore;

    /// <summary>Largest body accepted for this request, decoded bytes; exceeding it fails the read with BodyTooLarge. Set before the first read.</summary>
    public long MaxRequestBodyBytes { get => _body.MaxBytes; set => _body.MaxBytes = value; }

    /// <summary>
    /// Decoded body: 1…n bytes, 0 end, −1 failed. First call sends 100 Continue if the client waits for it.
    /// <paramref name="destination"/> must not be empty and belongs to the read until it completes.
    /// </summary>
    public ValueTask<int> ReadBodyAsync(Memory<byte> destination)
    {
        if (!_continueDecided && _head.Framing.ExpectsContinue)
        {
            _continueDecided = true;

            // RFC 9110 §10.1.1: needless once body bytes are here or a final answer has begun, and wrong for a body we refuse.
            bool wanted = _inbound.IsEmpty && !_writer.HasHead && !_writer.IsInHead && !_writer.HasStarted
                && !_writer.IsFlushing && _head.Framing.ContentLength <= MaxRequestBodyBytes && !_isRejected;
            if (wanted)
            {
                return ContinueAndReadAsync(destination);
            }
        }

        return _body.ReadAsync(destination);
    }

    /// <summary>
    /// Ends a pending <see cref="ReadBodyAsync"/> with −1 (BodyRejection stays None): for an exchange that is over before the
    /// client has sent all of its body. Happens by itself when the application's task completes.
    /// </summary>
    public void CancelBodyRead() => _body.CancelRead();

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<int> ContinueAndReadAsync(Memory<byte> destination)
    {
        _hasSentContinue = true;
        _writer.StartHead().Append("HTTP/1.1 100 Continue\r\n"u8);
        _writer.EndInterim(send: true);
        return await _writer.FlushAsync().ConfigureAwait(false) ? await _body.ReadAsync(destination).ConfigureAwait(false) : -1;
    }
}
