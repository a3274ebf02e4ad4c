using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Tests.Exchanges;

/// <summary>A client in memory: a request body to read, counters to set.</summary>
internal sealed class FakeDownstream : Downstream
{
    private readonly Queue<byte[]> _pieces = [];
    private bool _isRead;

    public long Received { get; set; } = 100;

    public long Sent { get; set; } = 200;

    public bool FailsReading { get; set; }

    /// <summary>Whether the connection is to end with the answer.</summary>
    public bool IsEnding { get; private set; }

    public override RejectionReason BodyRejection => RejectionReason.None;

    public override bool IsRequestBodyComplete => _isRead || (_pieces.Count == 0 && !FailsReading);

    public override bool HasBufferedBody => _pieces.Count > 0;

    public override bool IsAborted => false;

    public override bool HasStarted => false;

    public override long BytesReceived => Received;

    public override long BytesSent => Sent;

    public void AddBody(params byte[][] pieces)
    {
        foreach (byte[] piece in pieces)
        {
            _pieces.Enqueue(piece);
        }
    }

    public override ValueTask<int> ReadBodyAsync(Memory<byte> destination)
    {
        if (!_pieces.TryDequeue(out byte[]? piece))
        {
            _isRead = true;
            return ValueTask.FromResult(FailsReading ? -1 : 0);
        }

        int count = Math.Min(piece.Length, destination.Length);
        piece.AsSpan(0, count).CopyTo(destination.Span);
        if (count < piece.Length)
        {
            _pieces.Enqueue(piece[count..]);
        }

        return ValueTask.FromResult(count);
    }

    public override void WriteHead(ResponseMessage response, bool hasBody) => throw new NotSupportedException();

    public override ValueTask<bool> SendInterimAsync(int status, HeaderMap headers) => throw new NotSupportedException();

    public override Memory<byte> GetBodyMemory(int sizeHint) => throw new NotSupportedException();

    public override void AdvanceBody(int count) => throw new NotSupportedException();

    public override ValueTask<bool> FlushAsync() => throw new NotSupportedException();

    public override ValueTask<bool> CompleteAsync(HeaderMap? trailers) => throw new NotSupportedException();

    public override void Abort() => throw new NotSupportedException();

    public override void CancelBodyRead()
    {
    }

    public override void CloseAfterResponse()
    {
    }

    public override void EndConnection() => IsEnding = true;
}
