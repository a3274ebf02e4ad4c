using System.Buffers;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Ai.Pipeline;

/// <summary>The client's body as a buffer to write to.</summary>
internal sealed class DownstreamWriter(Downstream downstream) : IBufferWriter<byte>
{
    private const int PieceBytes = 4096;

    /// <summary>Bytes written so far.</summary>
    public long Written { get; private set; }

    /// <inheritdoc/>
    public void Advance(int count)
    {
        downstream.AdvanceBody(count);
        Written += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0) => downstream.GetBodyMemory(Math.Max(sizeHint, PieceBytes));

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Writes bytes of any length.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var span = GetSpan(Math.Min(bytes.Length, PieceBytes));
            int count = Math.Min(span.Length, bytes.Length);
            bytes[..count].CopyTo(span);
            Advance(count);
            bytes = bytes[count..];
        }
    }
}
