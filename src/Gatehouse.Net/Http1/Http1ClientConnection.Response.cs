using System.Runtime.CompilerServices;
using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Http1;

/// <summary>The response to the current request. Waiting for it allocates nothing.</summary>
public sealed partial class Http1ClientConnection
{
    /// <summary>Extension bytes of one chunk and of a whole response; upstreams use none.</summary>
    private const int ResponseExtensionBytes = 256;
    private const int ResponseTotalExtensionBytes = 64 * 1024;

    /// <summary>Read at a time: most answers arrive whole, and then leave in one write.</summary>
    private const int AnswerBytes = 16 * 1024;

    private readonly Http1Inbound _inbound;
    private readonly Http1ResponseHead _head;
    private readonly Http1BodyReader _body;
    private readonly Http1Completion<Http1ResponseResult> _read = new();
    private readonly Action _onReadable;
    private ValueTaskAwaiter<int> _wait;
    private IHttp1ResponseSink? _sink;
    private long _consumedBefore;
    private int _interims;
    private bool _isBroken, _hasFinalHead, _isInHead;

    /// <summary>Framing of the response whose head was read last.</summary>
    public Http1BodyKind BodyKind => _head.Framing.BodyKind;

    /// <summary>Declared Content-Length, −1 when the response has none.</summary>
    public long ContentLength => _head.Framing.ContentLength;

    /// <summary>Whether a body byte or the body's end can be had without waiting.</summary>
    public bool HasBufferedBody => _hasFinalHead && _body.HasBuffered;

    /// <summary>Bytes of the response taken from the wire so far, framing included.</summary>
    public long BytesReceived => _inbound.Consumed - _consumedBefore;

    /// <summary>What was wrong with the body after ReadBodyAsync returned −1; None when the channel failed.</summary>
    public Http1Rejection BodyRejection => _body.Rejection;

    private bool IsResponseComplete => _hasFinalHead && _body.IsComplete;

    /// <summary>Reads the next head, interim or final, into <paramref name="sink"/>.</summary>
    public ValueTask<Http1ResponseResult> ReadHeadAsync(IHttp1ResponseSink sink)
    {
        _sink = sink;
        if (!_isInHead)
        {
            _head.Reset();
            _isInHead = true;
        }

        return TryReadHead(out Http1ResponseResult result)
            ? new ValueTask<Http1ResponseResult>(result)
            : _read.Start();
    }

    /// <summary>Decoded body: 1…n, 0 end, −1 truncated, malformed or failed. <paramref name="destination"/> must not be empty.</summary>
    public ValueTask<int> ReadBodyAsync(Memory<byte> destination) =>
        _hasFinalHead ? _body.ReadAsync(destination) : throw new InvalidOperationException("The final head comes before the body.");

    /// <summary>
    /// Waits until <see cref="ReadBodyAsync"/> would complete at once (<see cref="HasBufferedBody"/>), which then tells how it ended. A
    /// wait holds no buffer: of many answers that pause, each costs memory only while it has something.
    /// </summary>
    public ValueTask<bool> WaitBodyAsync() =>
        _hasFinalHead ? _body.WaitAsync() : throw new InvalidOperationException("The final head comes before the body.");

    /// <summary>After SwitchingProtocols: raw bytes both ways, first those that came with the 101. Never pooled again.</summary>
    public Http1Tunnel BeginTunnel()
    {
        if (!_hasFinalHead || BodyKind != Http1BodyKind.Tunnel)
        {
            throw new InvalidOperationException("A tunnel begins after a 101.");
        }

        _isBroken = true;
        return new Http1Tunnel(Channel, _inbound);
    }

    void IHttp1TrailerReceiver.OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _sink?.OnTrailer(name, value);

    /// <summary>
    /// Whether an idle connection is still fit for use: open and silent. Bytes that come unasked are an answer to nothing, and the
    /// next request must not get them.
    /// </summary>
    internal bool IsSilent()
    {
        Span<byte> probe = stackalloc byte[1];
        return Channel.Fault == ChannelFault.None && Channel.TryRead(probe) == Http1Inbound.Nothing;
    }

    private void BeginResponse()
    {
        _consumedBefore = _inbound.Consumed;
        _interims = 0;
        _hasFinalHead = _isInHead = false;
    }

    private bool TryReadHead(out Http1ResponseResult result)
    {
        Http1HeadStatus status = _inbound.IsEmpty ? Http1HeadStatus.NeedMore : Parse();
        while (status == Http1HeadStatus.NeedMore)
        {
            ValueTask<int> wait = _inbound.WaitAsync();
            if (!wait.IsCompleted)
            {
                _wait = wait.GetAwaiter();
                _wait.UnsafeOnCompleted(_onReadable);
                result = default;
                return false;
            }

            status = Receive(wait.GetAwaiter().GetResult());
        }

        result = Conclude(status);
        return true;
    }

    private void OnReadable()
    {
        int readable = _wait.GetResult();
        _wait = default;
        Http1HeadStatus status = Receive(readable);
        if (status != Http1HeadStatus.NeedMore)
        {
            _read.Complete(Conclude(status));
        }
        else if (TryReadHead(out Http1ResponseResult result))
        {
            _read.Complete(result);
        }
    }

    private Http1HeadStatus Receive(int readable)
    {
        int read = readable < 0 ? -1 : _inbound.TryFill(AnswerBytes);
        return read switch
        {
            > 0 => Parse(),
            Http1Inbound.Nothing => Http1HeadStatus.NeedMore,
            _ => Http1HeadStatus.Closed,
        };
    }

    private Http1HeadStatus Parse() => _head.Parse(_inbound, _sink!, _answersHead);

    private Http1ResponseResult Conclude(Http1HeadStatus status)
    {
        Http1ResponseResult result = status switch
        {
            Http1HeadStatus.Complete => Classify(),
            Http1HeadStatus.Rejected => _head.IsTooLarge ? Http1ResponseResult.TooLarge : Http1ResponseResult.Malformed,
            _ when Channel.Fault is ChannelFault.Timeout or ChannelFault.Aborted => Http1ResponseResult.Aborted,
            _ => BytesReceived > 0 || !_inbound.IsEmpty ? Http1ResponseResult.Truncated : Http1ResponseResult.ClosedBeforeResponse,
        };
        _isInHead = false;
        if (result is Http1ResponseResult.Final or Http1ResponseResult.SwitchingProtocols)
        {
            _hasFinalHead = true;
            _body.Start(BodyKind, ContentLength, long.MaxValue);
        }
        else if (result != Http1ResponseResult.Interim)
        {
            _isBroken = true;
        }

        _inbound.ReleaseIfEmpty();
        return result;
    }

    private Http1ResponseResult Classify() => BodyKind switch
    {
        Http1BodyKind.Interim => ++_interims > _limits.MaxInterimResponses ? Http1ResponseResult.Malformed : Http1ResponseResult.Interim,

        // Whoever switches protocols unasked is not speaking HTTP with us (Pingora CVE-2026-2833, Envoy CVE-2024-23326), nor is one
        // that does not say to which (RFC 9110 §7.8).
        Http1BodyKind.Tunnel => _asksForUpgrade && _head.Framing.NamesUpgrade ? Http1ResponseResult.SwitchingProtocols : Http1ResponseResult.Malformed,
        _ => Http1ResponseResult.Final,
    };
}
