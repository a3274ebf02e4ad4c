using Gatehouse.Ai.Transport;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Tests.Pipeline;

/// <summary>An answer that is the same piece again and again, here at once.</summary>
internal sealed class RepeatedAnswer(byte[] piece) : VendorAnswer
{
    public override VendorFailure Failure => VendorFailure.None;

    public override int Status => 200;

    public override HeaderMap Headers { get; } = new();

    public override bool HasBuffered => true;

    public override ValueTask<bool> WaitAsync() => new(true);

    public override ValueTask<int> ReadAsync(Memory<byte> destination)
    {
        piece.CopyTo(destination);
        return new(piece.Length);
    }

    public override void Dispose()
    {
    }
}
