using System.Buffers;
using System.Runtime.CompilerServices;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Carries the request body from the client to the upstream while the forwarder already waits for the answer. Reads into a
/// buffer of its own: the upstream connection may be closed while a read from the client is still pending.
/// </summary>
/// <remarks>
/// The first bytes of the body are kept, so that a request that fits can be repeated on another connection when a pooled one
/// turns out to be closed.
/// </remarks>
internal sealed class RequestBodyPump(ProxyExchange exchange)
{
    private const int BufferBytes = 16 * 1024;

    private byte[]? _buffer;
    private int _kept;
    private long _total;
    private bool _isEnded;
    private bool _isCancelled;
    private Http1ClientConnection? _upstream;

    /// <summary>Whether the client failed or its body was malformed.</summary>
    public bool ClientFailed { get; private set; }

    /// <summary>Whether a plugin stopped the body.</summary>
    public bool StoppedByPlugin { get; private set; }

    /// <summary>Whether all that was read so far can be sent again.</summary>
    public bool IsRepeatable => _total == _kept;

    /// <summary>Whether the whole body has been handed to the upstream.</summary>
    public bool IsSent { get; private set; }

    /// <summary>Starts over for a new exchange and gives the buffer back.</summary>
    public void Reset()
    {
        if (_buffer is { } buffer)
        {
            LoopBufferPool.Instance.Return(buffer);
            _buffer = null;
        }

        _kept = 0;
        _total = 0;
        _isEnded = false;
        _isCancelled = false;
        _upstream = null;
        ClientFailed = false;
        StoppedByPlugin = false;
        IsSent = false;
    }

    /// <summary>
    /// Puts what is already here behind the head, so that head and a small body leave in one write. Returns whether the body is
    /// complete; the caller flushes. No waiting.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public async ValueTask<bool> FillAsync(Http1ClientConnection upstream)
    {
        _upstream = upstream;
        _isCancelled = false;
        IsSent = false;
        if (_kept > 0)
        {
            Copy(upstream, _buffer.AsSpan(0, _kept));
        }

        while (!_isEnded && _total < BufferBytes && exchange.Downstream.HasBufferedBody)
        {
            if (!await ReadAsync().ConfigureAwait(false))
            {
                return false;
            }
        }

        return _isEnded;
    }

    /// <summary>Carries the rest, waiting for the client and for the upstream in turn. Ends early when either fails.</summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    public async ValueTask RunAsync(ChannelDeadline deadline, int writeTimeout, int readTimeout)
    {
        try
        {
            await CarryAsync(deadline, writeTimeout, readTimeout).ConfigureAwait(false);
        }
        catch
        {
            // A plugin's defect: who waits for the answer must not wait for a body that never ends.
            _upstream?.Abort(ChannelFault.Aborted);
            throw;
        }
    }

    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask CarryAsync(ChannelDeadline deadline, int writeTimeout, int readTimeout)
    {
        while (!_isEnded)
        {
            deadline.Stop();
            if (!await ReadAsync().ConfigureAwait(false))
            {
                _upstream?.Abort(ChannelFault.Aborted);
                return;
            }

            if (_isEnded)
            {
                break;
            }

            deadline.Start(writeTimeout);
            if (!await _upstream!.FlushAsync().ConfigureAwait(false))
            {
                return;
            }
        }

        deadline.Start(writeTimeout);
        foreach (var field in exchange.Request.Trailers)
        {
            _upstream!.WriteTrailer(field.Name, field.Value);
        }

        if (await _upstream!.CompleteAsync().ConfigureAwait(false))
        {
            IsSent = true;
            if (exchange.Timings.UpstreamHead == 0)
            {
                // Later the relay watches the answer itself, and only while it waits for the upstream and not for the client.
                deadline.Start(readTimeout);
            }
            else
            {
                deadline.Stop();
            }
        }
    }

    /// <summary>
    /// The attempt is over but the client still sends: ends a pending read without taking anything. Another attempt goes on
    /// where this one was; else the connection reads and drops a bounded rest itself, or closes.
    /// </summary>
    public void Cancel()
    {
        _isCancelled = true;
        exchange.Downstream.CancelBodyRead();
    }

    /// <summary>Notes that the caller completed the body that <see cref="FillAsync"/> filled.</summary>
    public void MarkSent() => IsSent = true;

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> ReadAsync()
    {
        // While the body still fits, read behind what is kept; later, over it: then it cannot be repeated any more.
        _buffer ??= LoopBufferPool.Instance.Rent(BufferBytes);
        bool keep = IsRepeatable && _kept < BufferBytes;
        int offset = keep ? _kept : 0;
        int read = await exchange.Downstream.ReadBodyAsync(_buffer.AsMemory(offset, BufferBytes - offset)).ConfigureAwait(false);
        if (read < 0)
        {
            ClientFailed = !_isCancelled;
            return false;
        }

        if (read == 0)
        {
            _isEnded = true;
            return true;
        }

        _total += read;
        _kept += keep ? read : 0;
        var piece = _buffer.AsSpan(offset, read);
        foreach (var instance in exchange.Chain.RequestBody)
        {
            if (!instance.Plugin.OnRequestBody(exchange, piece, _total))
            {
                StoppedByPlugin = true;
                return false;
            }
        }

        Copy(_upstream!, piece);
        return true;
    }

    private static void Copy(Http1ClientConnection upstream, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var destination = upstream.GetBodyMemory(bytes.Length).Span;
            int count = Math.Min(destination.Length, bytes.Length);
            bytes[..count].CopyTo(destination);
            upstream.AdvanceBody(count);
            bytes = bytes[count..];
        }
    }
}
