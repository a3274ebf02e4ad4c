using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Net.Loops;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Gateway.Http2.Server;

/// <content>The answer: head, body, trailers.</content>
internal sealed partial class Http2Downstream
{
    private IHttpResponseFeature _response = null!;
    private IHttpResponseBodyFeature _responseBody = null!;
    private IHttpResponseTrailersFeature _responseTrailers = null!;
    private PipeWriter _writer = null!;
    private bool _hasStarted;
    private long _sent;

    public override bool HasStarted => _hasStarted;

    /// <summary>Bytes of the header fields before HPACK and of the body.</summary>
    public override long BytesSent => _sent;

    public override void WriteHead(ResponseMessage response, bool hasBody)
    {
        var headers = _response.Headers;
        headers.Clear();
        _response.StatusCode = response.Status;
        _sent = 3;
        Copy(response.Headers, headers);
        if (response.ContentLength is { } length && response.Status is >= 200 and not 204)
        {
            headers.ContentLength = length;
        }
    }

    /// <summary>Kestrel sends no interim answers of HTTP/2 but 100, and that one by itself: they are left out.</summary>
    public override ValueTask<bool> SendInterimAsync(int status, HeaderMap headers) => ValueTask.FromResult(!IsAborted);

    public override Memory<byte> GetBodyMemory(int sizeHint) => _writer.GetMemory(sizeHint);

    public override void AdvanceBody(int count)
    {
        // A pipe does not take bytes back: from here on the answer cannot be replaced.
        _hasStarted = true;
        _sent += count;
        _writer.Advance(count);
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public override async ValueTask<bool> FlushAsync()
    {
        if (IsAborted || IsComplete)
        {
            return false;
        }

        _hasStarted = true;
        try
        {
            var pending = _writer.FlushAsync();
            var result = pending.IsCompleted ? await pending : await pending.AsTask();
            return !result.IsCompleted && !result.IsCanceled && !IsAborted;
        }
        catch (Exception e) when (IsClientFault(e))
        {
            _hasFailed = true;
            return false;
        }
    }

    [AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    public override async ValueTask<bool> CompleteAsync(HeaderMap? trailers)
    {
        if (IsAborted || IsComplete)
        {
            return false;
        }

        _hasStarted = true;
        try
        {
            if (trailers is { Count: > 0 })
            {
                Copy(trailers, _responseTrailers.Trailers);
            }

            await _responseBody.CompleteAsync();
            IsComplete = true;
            return !IsAborted;
        }
        catch (Exception e) when (IsClientFault(e))
        {
            // Also when fewer bytes came than Content-Length declared: the stream is reset, never ended as if whole.
            Abort();
            return false;
        }
    }

    private void Copy(HeaderMap from, IHeaderDictionary to)
    {
        foreach (var field in from)
        {
            if (ConnectionFields.Contains(field))
            {
                continue;
            }

            string name = Encoding.Latin1.GetString(field.Name);
            string value = Encoding.Latin1.GetString(field.Value);
            to[name] = to.TryGetValue(name, out var earlier) ? StringValues.Concat(earlier, value) : value;
            _sent += name.Length + value.Length;
        }
    }

    private void BeginResponse(IFeatureCollection features)
    {
        _response = features.GetRequiredFeature<IHttpResponseFeature>();
        _responseBody = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _responseTrailers = features.GetRequiredFeature<IHttpResponseTrailersFeature>();
        _writer = _responseBody.Writer;
        _hasStarted = false;
        _sent = 0;
    }
}
