using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// Runs the body filters of a chain over one piece of the answer's body at a time; what comes out goes into the client's
/// output buffer. Holds one piece and what the filters make of it.
/// </summary>
internal sealed class BodyFilter
{
    private readonly byte[] _input = new byte[16 * 1024];
    private readonly ByteWriter _first = new();
    private readonly ByteWriter _second = new();

    /// <summary>Where the next piece is read into.</summary>
    public Memory<byte> Input => _input;

    /// <summary>Filters the first <paramref name="count"/> bytes of <see cref="Input"/>.</summary>
    public void Run(ProxyExchange exchange, int count, bool isLast)
    {
        ReadOnlySpan<byte> piece = _input.AsSpan(0, count);
        ByteWriter output = _first, spare = _second;
        foreach (var instance in exchange.Chain.ResponseBody)
        {
            output.Clear();
            instance.Plugin.OnResponseBody(exchange, piece, isLast, output);
            piece = output.Written;
            (output, spare) = (spare, output);
        }

        while (!piece.IsEmpty)
        {
            var memory = exchange.Downstream.GetBodyMemory(piece.Length).Span;
            int part = Math.Min(memory.Length, piece.Length);
            piece[..part].CopyTo(memory);
            exchange.Downstream.AdvanceBody(part);
            piece = piece[part..];
        }
    }
}
