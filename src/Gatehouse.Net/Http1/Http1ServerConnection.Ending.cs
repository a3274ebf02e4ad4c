using System.Buffers;
using System.Runtime.CompilerServices;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Http1;

/// <summary>What happens between the end of an exchange and the next one, or the end of the connection.</summary>
public sealed partial class Http1ServerConnection
{
    private const int DiscardBytes = 16 * 1024;

    private bool IsReadyForNext => _keepAlive && !_closeAfterResponse && _writer.IsComplete && !_writer.IsFailed
        && !_writer.IsFlushing && _body.IsComplete;

    /// <summary>Whether the connection serves another request after an exchange that did not end in the usual way.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> FinishAsync()
    {
        _body.CancelRead();
        if (!_writer.IsComplete || _writer.IsFailed || _writer.IsFlushing || _isTunnel)
        {
            EndUnanswered();
            return false;
        }

        if (_keepAlive && !_closeAfterResponse && await DrainBodyAsync().ConfigureAwait(false))
        {
            return true;
        }

        if (_body.IsComplete && _inbound.IsEmpty)
        {
            await Channel.ShutdownAsync();
            Channel.Close();
        }
        else
        {
            await LingerAsync().ConfigureAwait(false);
        }

        return false;
    }

    private void EndUnanswered()
    {
        if (_isTunnel || !_writer.HasStarted)
        {
            Channel.Close();
        }
        else
        {
            // Half an answer: it must not look like a whole one.
            Channel.Abort(ChannelFault.Aborted);
        }
    }

    /// <summary>Reads away a body the application did not want, if it is small and comes soon.</summary>
    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> DrainBodyAsync()
    {
        long limit = _body.Total + _limits.MaxDrainBytes;
        if (_body.Rejection != Http1Rejection.None || _body.Kind == Http1BodyKind.Length && _head.Framing.ContentLength > limit)
        {
            return false;
        }

        _timer.BodyDeadline = Channel.Loop.NowMilliseconds + _limits.DrainTimeoutMilliseconds;
        byte[] scratch = LoopBufferPool.Instance.Rent(DiscardBytes);
        try
        {
            while (_body.Total <= limit)
            {
                int read = await _body.ReadAsync(scratch).ConfigureAwait(false);
                if (read <= 0)
                {
                    return read == 0;
                }
            }

            return false;
        }
        finally
        {
            LoopBufferPool.Instance.Return(scratch);
        }
    }

    /// <summary>
    /// Closes our direction and reads on for a while (RFC 9112 §9.6): closing a socket with unread bytes resets it, and a reset
    /// can destroy the answer before the client has read it.
    /// </summary>
    [AsyncMethodBuilder(typeof(LoopMethodBuilder))]
    private async ValueTask LingerAsync()
    {
        await Channel.ShutdownAsync();
        int limit = _limits.LingerTimeoutMilliseconds;
        long deadline = Channel.Loop.NowMilliseconds + (_isDraining && _isRejected ? Math.Min(limit, DrainHeadMilliseconds) : limit);
        long discarded = _inbound.Discard();
        while (discarded <= _limits.MaxLingerBytes)
        {
            _timer.BeginWait((int)Math.Max(0, deadline - Channel.Loop.NowMilliseconds), Http1Rejection.None);
            int readable = await _inbound.WaitAsync().ConfigureAwait(false);
            _timer.EndWait();
            int read = readable < 0 ? -1 : _inbound.TryFill(DiscardBytes);
            if (read is 0 or -1)
            {
                break;
            }

            discarded += _inbound.Discard();
        }

        Channel.Close();
    }
}
