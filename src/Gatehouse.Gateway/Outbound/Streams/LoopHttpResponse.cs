using System.Runtime.CompilerServices;
using Gatehouse.Core.Http;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Outbound.Streams;

/// <summary>
/// What came of a call: the head, and the body to be read. Belongs to the loop of the call; one read or wait at a time. Not reused for
/// other calls: whoever keeps it too long sees its own answer, never somebody else's.
/// </summary>
internal sealed partial class LoopHttpResponse : LoopTimer, IHttp1ResponseSink, IDisposable
{
    /// <summary>Most bytes behind what the caller read that are thrown away to keep the connection.</summary>
    private const int MaxDrainBytes = 64 * 1024;

    private readonly Http1ConnectionPool _pool;
    private readonly LoopHttpRequest _request;
    private Http1ClientConnection? _connection;
    private Http1PoolKey? _key;
    private bool _isDisposed;

    internal LoopHttpResponse(Http1ConnectionPool pool, LoopHttpRequest request)
    {
        _pool = pool;
        _request = request;
    }

    /// <summary>Why there is no answer, or no end of it; known after <see cref="LoopHttpClient.SendAsync"/> and after each read.</summary>
    public LoopHttpFailure Failure { get; private set; }

    /// <summary>What exactly failed in a TLS handshake, for the log; null otherwise.</summary>
    public string? FailureReason { get; private set; }

    /// <summary>Whether a byte of the request may have reached the server: without that the call may be repeated anywhere.</summary>
    public bool WasSent { get; private set; }

    /// <summary>Status code, 0 without an answer.</summary>
    public int Status { get; private set; }

    /// <summary>Header fields as they came, framing fields included.</summary>
    public HeaderMap Headers { get; } = new();

    /// <summary>Declared length of the body, null without one.</summary>
    public long? ContentLength => _connection is { ContentLength: >= 0 and var length } ? length : null;

    /// <summary>Whether the body ends with the connection, so that a lost end cannot be told from the end (over TLS not even a reset).</summary>
    public bool EndsWithConnection => _connection?.BodyKind == Http1BodyKind.UntilClose;

    /// <summary>Whether the connection had served a call before.</summary>
    public bool IsReused { get; private set; }

    /// <summary>Whether the whole body was read.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// Whether a byte, the end or a failure can be had without waiting. While true, read on before flushing to the client: what came
    /// together leaves together.
    /// </summary>
    public bool HasBuffered => IsComplete || Failure != LoopHttpFailure.None || _connection is { HasBufferedBody: true };

    /// <summary>Decoded body bytes: 1…n, 0 at the end, −1 after a failure (<see cref="Failure"/>). The destination must not be empty.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        if (IsComplete || Failure != LoopHttpFailure.None || _connection is not { } connection)
        {
            return new ValueTask<int>(IsComplete ? 0 : -1);
        }

        EndPhase();
        var read = connection.ReadBodyAsync(destination);
        return read.IsCompletedSuccessfully ? new ValueTask<int>(Note(read.Result)) : NoteAsync(read);
    }

    /// <summary>
    /// Waits until <see cref="ReadAsync"/> would complete at once. A wait holds no buffer: with thousands of streams per loop, wait
    /// first and read into memory that all of them share. The result is always true.
    /// </summary>
    public ValueTask<bool> WaitAsync()
    {
        if (HasBuffered || _connection is not { } connection)
        {
            return new ValueTask<bool>(true);
        }

        // The connection's own completion, without a method in between that would have to run with each event: the next read ends
        // the phase, and a limit that passes before it looks whether something came.
        BeginPhase(LoopHttpFailure.IdleTimeout, _request.Timeouts.Idle);
        return connection.WaitBodyAsync();
    }

    /// <summary>Gives the answer up and closes its connection at once; a read that is pending ends with −1.</summary>
    public void Abort() => GiveUp(LoopHttpFailure.Cancelled, ChannelFault.Aborted);

    /// <summary>Gives the connection back when the answer was read to its end (or the rest is here and small), else closes it.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        if (!_pool.Loop.IsCurrent)
        {
            _pool.Loop.Post(static state => ((LoopHttpResponse)state!).Dispose(), this);
            return;
        }

        _isDisposed = true;
        StopClock();
        Drain();
        ReleaseConnection();
    }

    void IHttp1ResponseSink.OnStatusLine(int status, int minorVersion)
    {
        Status = status;
        Headers.Clear();
    }

    void IHttp1ResponseSink.OnHeader(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Headers.Add(name, value);

    void IHttp1ResponseSink.OnTrailer(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<int> NoteAsync(ValueTask<int> read)
    {
        BeginPhase(LoopHttpFailure.IdleTimeout, _request.Timeouts.Idle);
        int count = await read.ConfigureAwait(false);
        EndPhase();
        return Note(count);
    }

    private int Note(int count)
    {
        if (count < 0)
        {
            Fail(_connection?.BodyRejection is null or Http1Rejection.None or Http1Rejection.BodyTruncated
                ? LoopHttpFailure.Truncated
                : LoopHttpFailure.Malformed);
        }
        else if (count == 0)
        {
            IsComplete = true;
        }

        return count;
    }

    private void Fail(LoopHttpFailure failure) => Failure = Failure == LoopHttpFailure.None ? failure : Failure;

    private void GiveUp(LoopHttpFailure failure, ChannelFault fault)
    {
        if (!IsComplete && !_isDisposed)
        {
            Fail(failure);
            _connection?.Abort(fault);
            _givenUp?.TrySetResult();
        }
    }

    /// <summary>Many a reader stops at the last event; the end of the body is here as a rule.</summary>
    private void Drain()
    {
        if (IsComplete || Failure != LoopHttpFailure.None || _connection is not { } connection)
        {
            return;
        }

        byte[] scratch = LoopBufferPool.Instance.Rent(MaxDrainBytes / 4);
        for (int total = 0, read = 1; read > 0 && total < MaxDrainBytes && connection.HasBufferedBody; total += read)
        {
            var pending = connection.ReadBodyAsync(scratch);
            read = pending.IsCompletedSuccessfully ? pending.Result : -1;
            IsComplete = read == 0;
        }

        LoopBufferPool.Instance.Return(scratch);
    }

    private void ReleaseConnection()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            if (!IsComplete)
            {
                // At once, not in good order: the server shall stop, and its bill with it.
                connection.Abort(ChannelFault.Aborted);
            }

            _pool.Return(_key!, connection);
        }
    }
}
