using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;

namespace Gatehouse.Gateway.Listeners;

/// <summary>The client's side of an exchange on an HTTP/1.x connection.</summary>
internal sealed class Http1Downstream : Downstream
{
    private Http1ServerConnection _connection = null!;
    private bool _failed;

    /// <summary>The connection, for what only HTTP/1.1 has (tunnels, limits).</summary>
    public Http1ServerConnection Connection => _connection;

    /// <inheritdoc/>
    public override RejectionReason BodyRejection
        => _connection.BodyRejection != Http1Rejection.None ? RejectionReasons.From(_connection.BodyRejection)
            : _connection.Channel.Fault == ChannelFault.Timeout ? RejectionReason.ClientTooSlow
            : RejectionReason.None;

    /// <inheritdoc/>
    public override bool IsRequestBodyComplete => _connection.IsRequestBodyComplete;

    /// <inheritdoc/>
    public override bool HasBufferedBody => _connection.HasBufferedBody;

    /// <inheritdoc/>
    public override bool IsAborted => _failed || _connection.Channel.Fault != ChannelFault.None;

    /// <inheritdoc/>
    public override bool HasStarted => _connection.HasResponseStarted;

    /// <inheritdoc/>
    public override long BytesReceived => _connection.BytesReceived;

    /// <inheritdoc/>
    public override long BytesSent => _connection.BytesSent;

    /// <summary>Binds to the connection for one exchange.</summary>
    public void Attach(Http1ServerConnection connection)
    {
        _connection = connection;
        _failed = false;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadBodyAsync(Memory<byte> destination) => _connection.ReadBodyAsync(destination);

    /// <inheritdoc/>
    public override void CancelBodyRead() => _connection.CancelBodyRead();

    /// <inheritdoc/>
    public override void WriteHead(ResponseMessage response, bool hasBody)
    {
        _connection.StartHead(response.Status);
        foreach (var field in response.Headers)
        {
            _connection.WriteHeader(field.Name, field.Value);
        }

        var kind = (hasBody, response.ContentLength) switch
        {
            (false, _) => Http1BodyKind.Described,
            (true, null) => Http1BodyKind.Chunked,
            _ => Http1BodyKind.Length,
        };
        _connection.EndHead(kind, response.ContentLength ?? 0);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> SendInterimAsync(int status, HeaderMap headers)
    {
        if (_connection.MinorVersion == 0)
        {
            return true;
        }

        _connection.StartHead(status);
        foreach (var field in headers)
        {
            _connection.WriteHeader(field.Name, field.Value);
        }

        _connection.EndHead(Http1BodyKind.Interim, 0);
        return Note(await _connection.FlushAsync());
    }

    /// <inheritdoc/>
    public override Memory<byte> GetBodyMemory(int sizeHint) => _connection.GetBodyMemory(sizeHint);

    /// <inheritdoc/>
    public override void AdvanceBody(int count) => _connection.AdvanceBody(count);

    /// <inheritdoc/>
    public override ValueTask<bool> FlushAsync()
    {
        var flush = _connection.FlushAsync();
        return flush.IsCompletedSuccessfully ? new(Note(flush.Result)) : NoteAsync(flush);
    }

    /// <inheritdoc/>
    public override ValueTask<bool> CompleteAsync(HeaderMap? trailers)
    {
        if (trailers is { Count: > 0 })
        {
            foreach (var field in trailers)
            {
                _connection.WriteTrailer(field.Name, field.Value);
            }
        }

        var complete = _connection.CompleteAsync();
        return complete.IsCompletedSuccessfully ? new(Note(complete.Result)) : NoteAsync(complete);
    }

    /// <inheritdoc/>
    public override void Abort()
    {
        _failed = true;
        _connection.Abort(ChannelFault.Aborted);
    }

    /// <inheritdoc/>
    public override void CloseAfterResponse() => _connection.CloseAfterResponse();

    /// <inheritdoc/>
    public override void LeaveWithClient() => _connection.EndExchangeWithPeer();

    private bool Note(bool succeeded)
    {
        _failed |= !succeeded;
        return succeeded;
    }

    [System.Runtime.CompilerServices.AsyncMethodBuilder(typeof(LoopResultMethodBuilder<>))]
    private async ValueTask<bool> NoteAsync(ValueTask<bool> operation) => Note(await operation.ConfigureAwait(false));
}
