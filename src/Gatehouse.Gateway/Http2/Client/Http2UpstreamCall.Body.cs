namespace Gatehouse.Gateway.Http2.Client;

/// <content>The request body.</content>
internal sealed partial class Http2UpstreamCall
{
    private Stream? _requestBody;

    /// <summary>
    /// Sends body bytes as soon as the stream is open and its window allows (back-pressure). False when the call has failed or
    /// the upstream wants no more of the body; an answer may still come then.
    /// </summary>
    public async ValueTask<bool> WriteBodyAsync(ReadOnlyMemory<byte> bytes)
    {
        if (_content is null || _isAborted || _isDisposed)
        {
            return false;
        }

        try
        {
            _requestBody ??= await _content.Stream;
            if (_requestBody is null)
            {
                return false;
            }

            MadeProgress();
            var pending = _requestBody.WriteAsync(bytes, _cancel.Token);
            if (pending.IsCompleted)
            {
                await pending;
            }
            else
            {
                await pending.AsTask();
            }

            // Messages of a stream are sent when they are written, not when a frame is full.
            await _requestBody.FlushAsync(_cancel.Token);
            MadeProgress();
            return true;
        }
        catch (Exception)
        {
            // Whether the call has failed is for the answer to say: an upstream may refuse the rest of a body and answer.
            return false;
        }
    }

    /// <summary>The body is complete.</summary>
    public void EndBody() => _content?.End();
}
