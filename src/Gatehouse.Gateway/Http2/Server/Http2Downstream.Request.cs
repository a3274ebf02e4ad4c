using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Net.Loops;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Gateway.Http2.Server;

/// <content>The request: head, body, trailers.</content>
internal sealed partial class Http2Downstream
{
    private IHttpRequestFeature _request = null!;
    private IHttpRequestTrailersFeature _requestTrailers = null!;
    private PipeReader _body = null!;
    private RequestMessage? _message;
    private bool _canHaveBody;
    private bool _isBodyComplete;
    private bool _isReading;
    private long _received;
    private long _bodyBytes;
    private RejectionReason _bodyRejection;

    /// <summary>Largest body accepted for this request, bytes; set before the first read. Default no limit.</summary>
    public long MaxBodyBytes { get; set; }

    /// <inheritdoc/>
    public override RejectionReason BodyRejection => _bodyRejection;

    public override bool IsRequestBodyComplete => _isBodyComplete;

    /// <summary>
    /// Bytes of the header fields after HPACK and of the body: what the wire carried is known to Kestrel alone.
    /// </summary>
    public override long BytesReceived => _received;

    public override bool HasBufferedBody
    {
        get
        {
            if (_isBodyComplete || _isReading)
            {
                return _isBodyComplete;
            }

            try
            {
                if (!_body.TryRead(out var result))
                {
                    return false;
                }

                bool has = !result.Buffer.IsEmpty || result.IsCompleted;
                _body.AdvanceTo(result.Buffer.Start);
                return has;
            }
            catch (Exception e) when (IsClientFault(e))
            {
                _hasFailed = true;
                return true;
            }
        }
    }

    /// <summary>
    /// Fills <paramref name="message"/> from the stream, and says what is wrong with the request if anything is. The message
    /// is usable for an error answer and the log even then.
    /// </summary>
    public RejectionReason ReadRequest(RequestMessage message)
    {
        _message = message;
        var reason = Http2RequestHead.Read(_request, _canHaveBody, message, out int headBytes);
        _received += headBytes;

        // Trailers that overtook us behind an empty body: Kestrel then says that there is no body at all.
        return !_isBodyComplete || ReadTrailers() || reason != RejectionReason.None ? reason : RejectionReason.TrailerForbidden;
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public override async ValueTask<int> ReadBodyAsync(Memory<byte> destination)
    {
        if (_isBodyComplete)
        {
            return 0;
        }

        if (IsAborted)
        {
            return -1;
        }

        _isReading = true;
        try
        {
            // Kestrel's pipes ignore the caller's context; a Task does not, and brings a wait back to the loop.
            var pending = _body.ReadAsync();
            var result = pending.IsCompleted ? await pending : await pending.AsTask();
            return Take(result, destination.Span);
        }
        catch (Exception e) when (IsClientFault(e))
        {
            _hasFailed = true;
            return -1;
        }
        finally
        {
            _isReading = false;
        }
    }

    public override void CancelBodyRead()
    {
        if (_isReading)
        {
            _body.CancelPendingRead();
        }
    }

    private int Take(ReadResult result, Span<byte> destination)
    {
        if (result.IsCanceled)
        {
            // What came meanwhile stays for a later read.
            _body.AdvanceTo(result.Buffer.Start);
            return -1;
        }

        var taken = result.Buffer.Slice(0, Math.Min(result.Buffer.Length, destination.Length));
        int count = (int)taken.Length;
        bool isEnd = count == 0 && result.IsCompleted;
        taken.CopyTo(destination);
        _body.AdvanceTo(taken.End);
        _received += count;
        _bodyBytes += count;
        if (_bodyBytes > MaxBodyBytes)
        {
            _bodyRejection = RejectionReason.BodyTooLarge;
            return -1;
        }

        if (isEnd)
        {
            _isBodyComplete = true;
            return ReadTrailers() ? 0 : -1;
        }

        return count;
    }

    private bool ReadTrailers()
    {
        if (_message is null || !_requestTrailers.Available || _requestTrailers.Trailers.Count == 0)
        {
            return true;
        }

        bool isValid = Http2RequestHead.ReadTrailers(_requestTrailers.Trailers, _message.Trailers, out int bytes);
        _received += bytes;
        _hasFailed |= !isValid;
        return isValid;
    }

    private void BeginRequest(IFeatureCollection features)
    {
        _request = features.GetRequiredFeature<IHttpRequestFeature>();
        _requestTrailers = features.GetRequiredFeature<IHttpRequestTrailersFeature>();
        _body = features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;
        _canHaveBody = features.GetRequiredFeature<IHttpRequestBodyDetectionFeature>().CanHaveBody;
        _isBodyComplete = !_canHaveBody;
        _isReading = false;
        _received = 0;
        _bodyBytes = 0;
        _bodyRejection = RejectionReason.None;
        MaxBodyBytes = long.MaxValue;
    }

    /// <summary>What Kestrel throws when the client resets, leaves, or breaks a rule in the middle of its body.</summary>
    private static bool IsClientFault(Exception e)
        => e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException;
}
