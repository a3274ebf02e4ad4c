using System.Runtime.CompilerServices;

namespace Gatehouse.Net.Http1;

/// <summary>
/// Decodes one message body after another from a connection: by length, chunked, or until the end of the stream. Used by both
/// sides. Allocates nothing per read, also when it has to wait.
/// </summary>
internal sealed partial class Http1BodyReader
{
    private const int NeedMore = -2;

    /// <summary>Buffer for chunked bodies, whose data must pass through it together with the framing.</summary>
    private const int ChunkedFillBytes = 16 * 1024;

    private readonly Http1Inbound _inbound;
    private readonly Http1BodyLimits _limits;
    private readonly IHttp1TrailerReceiver _trailers;
    private readonly Http1ServerTimer? _timer;
    private readonly Http1Completion<int> _read = new();
    private readonly Action _onReadable;
    private Http1ChunkDecoder _chunks;
    private Http1TrailerReader _trailerReader;
    private ValueTaskAwaiter<int> _wait;
    private Memory<byte> _destination;
    private long _remaining;
    private bool _isFailed;

    public Http1BodyReader(Http1Inbound inbound, Http1BodyLimits limits, IHttp1TrailerReceiver trailers, Http1ServerTimer? timer)
    {
        _inbound = inbound;
        _limits = limits;
        _trailers = trailers;
        _timer = timer;
        _onReadable = OnReadable;
        IsComplete = true;
    }

    public Http1BodyKind Kind { get; private set; }

    /// <summary>Whether the end of the body, trailers included, has been read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>What was wrong with the body, None when nothing was or the channel itself failed.</summary>
    public Http1Rejection Rejection { get; private set; }

    /// <summary>Decoded bytes read so far.</summary>
    public long Total { get; private set; }

    /// <summary>Largest body accepted, decoded bytes.</summary>
    public long MaxBytes { get; set; }

    /// <summary>Whether <see cref="ReadAsync"/> would complete at once.</summary>
    public bool HasBuffered => IsComplete || _isFailed || Probe();

    /// <summary>Starts the next body. <paramref name="length"/> counts only for <see cref="Http1BodyKind.Length"/>.</summary>
    public void Start(Http1BodyKind kind, long length, long maxBytes)
    {
        Kind = kind;
        MaxBytes = maxBytes;
        Total = 0;
        Rejection = Http1Rejection.None;
        _isFailed = false;
        _remaining = kind == Http1BodyKind.Length ? length : 0;
        IsComplete = kind switch
        {
            Http1BodyKind.Length => length == 0,
            Http1BodyKind.Chunked or Http1BodyKind.UntilClose => false,
            _ => true,
        };
        if (kind == Http1BodyKind.Chunked)
        {
            _chunks.Reset();
            _trailerReader.Reset(_limits.TrailerBytes, _limits.TrailerFields);
        }
    }

    /// <summary>Decoded bytes: 1…n, 0 at the end, −1 failed. <paramref name="destination"/> must not be empty.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        if (destination.IsEmpty)
        {
            throw new ArgumentException("A body read needs room for a byte.", nameof(destination));
        }

        int read = Pump(destination, NeedMore);
        if (read != NeedMore)
        {
            return new ValueTask<int>(read);
        }

        _destination = destination;
        return _read.Start();
    }

    /// <summary>
    /// Ends a pending read with −1 without harm to the body: a later read goes on where it was. The caller's memory is free at once.
    /// </summary>
    public void CancelRead()
    {
        if (_read.IsPending)
        {
            _inbound.CancelWait();
        }
    }

    private int Fail(Http1Rejection rejection)
    {
        Rejection = rejection;
        _isFailed = true;
        return -1;
    }

    /// <summary>
    /// Decodes, and waits where bytes are missing. <paramref name="readable"/> is the result of a wait, or NeedMore. Returns
    /// NeedMore when a wait is pending.
    /// </summary>
    private int Pump(Memory<byte> destination, int readable)
    {
        while (true)
        {
            int read = readable == NeedMore ? Decode(destination.Span) : Receive(readable, destination.Span);
            if (read != NeedMore)
            {
                return read;
            }

            if (readable != NeedMore)
            {
                readable = NeedMore;
                continue;
            }

            ValueTask<int> wait = _inbound.WaitAsync();
            if (!wait.IsCompleted)
            {
                _timer?.BeginBodyWait(Total);
                _wait = wait.GetAwaiter();
                _wait.UnsafeOnCompleted(_onReadable);
                return NeedMore;
            }

            readable = wait.GetAwaiter().GetResult();
            if (readable == Http1Inbound.Cancelled)
            {
                return OnCancelled();
            }
        }
    }

    private void OnReadable()
    {
        int readable = _wait.GetResult();
        _wait = default;
        _timer?.EndBodyWait();
        int read = readable == Http1Inbound.Cancelled
            ? OnCancelled()
            : Pump(_destination, readable);
        if (read != NeedMore)
        {
            _destination = default;
            _read.Complete(read);
        }
    }

    private int OnCancelled() => _timer is { HasExpired: true } ? Fail(_timer.TakeExpired()) : -1;

    /// <summary>Takes bytes from the channel once it is readable: straight to the caller where the framing allows it.</summary>
    private int Receive(int readable, Span<byte> destination)
    {
        if (readable < 0)
        {
            return Fail(Http1Rejection.None);
        }

        long direct = !_inbound.IsEmpty ? 0 : Kind switch
        {
            Http1BodyKind.Length => _remaining,
            Http1BodyKind.UntilClose => long.MaxValue,
            _ => _chunks.Phase == Http1ChunkPhase.Data && _chunks.Remaining >= destination.Length ? _chunks.Remaining : 0,
        };
        int count;
        if (direct > 0)
        {
            count = _inbound.TryReadDirect(destination[..(int)Math.Min(direct, destination.Length)]);
            if (count > 0)
            {
                Take(count);
                return count;
            }
        }
        else
        {
            count = _inbound.TryFill(ChunkedFillBytes);
        }

        return count switch
        {
            0 => AtEnd(),
            -1 => Fail(Http1Rejection.None),
            _ => NeedMore,
        };
    }

    private int AtEnd()
    {
        if (Kind == Http1BodyKind.UntilClose)
        {
            IsComplete = true;
            return 0;
        }

        return Fail(Http1Rejection.BodyTruncated);
    }
}
