using System.Buffers;
using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Surfaces;

namespace Gatehouse.Ai.Tests.Cases;

/// <summary>Takes pieces of a vendor's stream through a decoder, and events through a client's writer, as the pipeline does.</summary>
internal static class StreamReading
{
    public static List<ChatEvent> Decode(ChatStreamDecoder decoder, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var events = new List<ChatEvent>();
        foreach (var piece in pieces)
        {
            decoder.Frames.Append(piece.Span);
            Drain(decoder, events);
        }

        decoder.Frames.End();
        Drain(decoder, events);
        decoder.Complete(events);
        return events;
    }

    public static string Write(AnswerStreamWriter writer, IEnumerable<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        TokenUsage usage = default;
        foreach (var step in events)
        {
            usage = step is UsageReported report ? usage.MergedWith(report.Usage) : usage;
            writer.Write(step, usage, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void Drain(ChatStreamDecoder decoder, List<ChatEvent> events)
    {
        while (decoder.Frames.TryRead(out var frame))
        {
            decoder.Decode(frame, events);
        }
    }
}
