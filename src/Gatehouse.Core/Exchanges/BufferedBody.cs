using System.Buffers;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;

namespace Gatehouse.Core.Exchanges;

/// <summary>
/// A client's side whose request body was read ahead into memory, to be looked at or replaced: it gives those bytes first, then
/// what the client still sends. Everything else is the client's.
/// </summary>
internal sealed class BufferedBody : Downstream
{
    private const int FirstBytes = 4096;

    private Downstream _client = null!;
    private byte[] _buffer = [];
    private int _length, _position;
    private bool _isEnded;

    /// <summary>The client itself.</summary>
    public Downstream Client => _client;

    /// <summary>What was read so far.</summary>
    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Starts for an exchange.</summary>
    public void Attach(Downstream client) => _client = client;

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        }

        _buffer = [];
        _length = _position = 0;
        _isEnded = false;
        _client = null!;
    }

    /// <summary>Reads until the end, or until there is more than <paramref name="limit"/> bytes.</summary>
    public async ValueTask<BodyRead> FillAsync(int limit)
    {
        while (!_isEnded)
        {
            if (_length > limit)
            {
                return BodyRead.TooLarge;
            }

            Reserve(limit + 1);
            int read = await _client.ReadBodyAsync(_buffer.AsMemory(_length, Math.Min(_buffer.Length, limit + 1) - _length));
            if (read < 0)
            {
                return BodyRead.Failed;
            }

            _isEnded = read == 0;
            _length += read;
        }

        return BodyRead.Whole;
    }

    /// <summary>Puts another body in the place of a whole one.</summary>
    public void Replace(ReadOnlySpan<byte> body)
    {
        byte[] replacement = ArrayPool<byte>.Shared.Rent(Math.Max(1, body.Length));
        body.CopyTo(replacement);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        }

        _buffer = replacement;
        _length = body.Length;
        _position = 0;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadBodyAsync(Memory<byte> destination)
    {
        if (_position == _length)
        {
            return _isEnded ? ValueTask.FromResult(0) : _client.ReadBodyAsync(destination);
        }

        int count = Math.Min(destination.Length, _length - _position);
        _buffer.AsSpan(_position, count).CopyTo(destination.Span);
        _position += count;
        return ValueTask.FromResult(count);
    }

    /// <inheritdoc/>
    public override void CancelBodyRead() => _client.CancelBodyRead();

    /// <inheritdoc/>
    public override RejectionReason BodyRejection => _client.BodyRejection;

    /// <inheritdoc/>
    public override bool IsRequestBodyComplete => _position == _length && (_isEnded || _client.IsRequestBodyComplete);

    /// <inheritdoc/>
    public override bool HasBufferedBody => _position < _length || _client.HasBufferedBody;

    /// <inheritdoc/>
    public override bool IsAborted => _client.IsAborted;

    /// <inheritdoc/>
    public override bool HasStarted => _client.HasStarted;

    /// <inheritdoc/>
    public override long BytesReceived => _client.BytesReceived;

    /// <inheritdoc/>
    public override long BytesSent => _client.BytesSent;

    /// <inheritdoc/>
    public override void WriteHead(ResponseMessage response, bool hasBody) => _client.WriteHead(response, hasBody);

    /// <inheritdoc/>
    public override ValueTask<bool> SendInterimAsync(int status, HeaderMap headers) => _client.SendInterimAsync(status, headers);

    /// <inheritdoc/>
    public override Memory<byte> GetBodyMemory(int sizeHint) => _client.GetBodyMemory(sizeHint);

    /// <inheritdoc/>
    public override void AdvanceBody(int count) => _client.AdvanceBody(count);

    /// <inheritdoc/>
    public override ValueTask<bool> FlushAsync() => _client.FlushAsync();

    /// <inheritdoc/>
    public override ValueTask<bool> CompleteAsync(HeaderMap? trailers) => _client.CompleteAsync(trailers);

    /// <inheritdoc/>
    public override void Abort() => _client.Abort();

    /// <inheritdoc/>
    public override void CloseAfterResponse() => _client.CloseAfterResponse();

    /// <inheritdoc/>
    public override void LeaveWithClient() => _client.LeaveWithClient();

    /// <inheritdoc/>
    public override void EndConnection() => _client.EndConnection();

    private void Reserve(int most)
    {
        if (_length < _buffer.Length)
        {
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(Math.Min(most, Math.Max(FirstBytes, _buffer.Length * 2)));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        }

        _buffer = larger;
    }
}
