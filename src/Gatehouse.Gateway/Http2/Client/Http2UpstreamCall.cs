using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>
/// One request to an HTTP/2 upstream and its answer. <see cref="SendAsync"/> goes on while the body is written, so that both
/// directions can stream at once. Members are called on the exchange's loop, and awaits come back to it.
/// </summary>
internal sealed partial class Http2UpstreamCall : IDisposable
{
    private readonly Http2UpstreamClient _client;
    private readonly CancellationTokenSource _cancel;
    private HttpRequestMessage? _request;
    private UpstreamRequestContent? _content;
    private HttpResponseMessage? _response;
    private Stream? _responseBody;
    private TimeSpan _idle;
    private bool _isAborted;
    private bool _isDisposed;

    internal Http2UpstreamCall(Http2UpstreamClient client)
    {
        _client = client;
        _cancel = new CancellationTokenSource(Timeout.InfiniteTimeSpan, client.Clock);
    }

    /// <summary>Why the call failed, Success while it has not.</summary>
    public UpstreamOutcome Outcome { get; private set; }

    /// <summary>What exactly failed while connecting, for the log; null where <see cref="Outcome"/> says it.</summary>
    public string? Reason { get; private set; }

    /// <summary>
    /// Sends the head and waits for the head of the answer, which it puts into <paramref name="answer"/> (status, fields,
    /// declared size). With a body: start it, write the body, then await it; the answer may come before the body has ended.
    /// </summary>
    public ValueTask<UpstreamOutcome> SendAsync(in Http2UpstreamRequest request, ResponseMessage answer)
    {
        _idle = TimeSpan.FromMilliseconds(request.IdleTimeoutMilliseconds);
        _content = request.HasBody ? new UpstreamRequestContent(request.ContentLength) : null;
        _request = UpstreamRequestHead.Build(in request, _client.IsSecure, _content);

        // Connecting has a bound of its own; waiting for a free stream on a full connection has not.
        _cancel.CancelAfter(_idle + TimeSpan.FromMilliseconds(request.ConnectTimeoutMilliseconds));
        return new ValueTask<UpstreamOutcome>(SendAsync(_request, answer));
    }

    /// <summary>
    /// Reads body bytes of the answer: 1…n, 0 at its end (<see cref="ReadTrailers"/> then has its trailers), −1 when it broke
    /// off (<see cref="Outcome"/> says why).
    /// </summary>
    public async ValueTask<int> ReadBodyAsync(Memory<byte> destination)
    {
        if (Outcome != UpstreamOutcome.Success || _response is null)
        {
            return -1;
        }

        try
        {
            _responseBody ??= await _response.Content.ReadAsStreamAsync(_cancel.Token);
            MadeProgress();
            var pending = _responseBody.ReadAsync(destination, _cancel.Token);
            int count = pending.IsCompleted ? await pending : await pending.AsTask();
            MadeProgress();
            return count;
        }
        catch (Exception e)
        {
            Fail(e);
            return -1;
        }
    }

    /// <summary>Adds the trailers of the answer; call it after the body's end.</summary>
    public void ReadTrailers(HeaderMap trailers)
    {
        if (_response is not null)
        {
            Copy(_response.TrailingHeaders.NonValidated, trailers);
        }
    }

    /// <summary>Gives the call up: the upstream sees its stream reset. Idempotent; from the loop.</summary>
    public void Abort()
    {
        if (!_isDisposed)
        {
            _isAborted = true;
            _content?.Fail();
            _cancel.Cancel();
        }
    }

    /// <summary>Ends the call; an answer that was not read to its end is reset.</summary>
    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        _content?.Fail();
        _response?.Dispose();
        _request?.Dispose();
        _cancel.Dispose();
    }

    private async Task<UpstreamOutcome> SendAsync(HttpRequestMessage request, ResponseMessage answer)
    {
        try
        {
            _response = await _client.SendAsync(request, _cancel.Token);
            MadeProgress();
            answer.Status = (int)_response.StatusCode;
            answer.ContentLength = _response.Content.Headers.ContentLength;
            Copy(_response.Headers.NonValidated, answer.Headers);
            Copy(_response.Content.Headers.NonValidated, answer.Headers);
        }
        catch (Exception e)
        {
            Fail(e);
        }

        return Outcome;
    }

    private void MadeProgress()
    {
        if (!_isDisposed)
        {
            _cancel.CancelAfter(_idle);
        }
    }

    private void Fail(Exception e)
    {
        if (Outcome == UpstreamOutcome.Success)
        {
            var outcome = UpstreamFailure.Of(e);
            Reason = ConnectFailure.Describe(UpstreamFailure.CauseOf(e));
            bool isConnecting = outcome is UpstreamOutcome.ConnectFailed or UpstreamOutcome.ConnectTimeout or UpstreamOutcome.TlsFailed;
            Outcome = _isAborted || _isDisposed ? UpstreamOutcome.Aborted
                : !isConnecting && _cancel.IsCancellationRequested ? UpstreamOutcome.Timeout
                : outcome;
        }

        _content?.Fail();
    }

    private static void Copy(System.Net.Http.Headers.HttpHeadersNonValidated from, HeaderMap to)
    {
        foreach (var (name, values) in from)
        {
            byte[] nameBytes = Encoding.Latin1.GetBytes(name);
            foreach (string value in values)
            {
                to.Add(nameBytes, Encoding.Latin1.GetBytes(value));
            }
        }
    }
}
