using System.Buffers;
using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Surfaces;

namespace Gatehouse.Ai.Tests.Steps;

/// <summary>Runs streams through decoders and writers the way the road does.</summary>
internal static class Answers
{
    public static readonly AnswerContext Context = new()
    {
        RequestId = "0123-4567",
        Model = "asked",
        Created = DateTimeOffset.UnixEpoch.AddSeconds(1_750_000_000),
        EstimatedInput = 7,
    };

    /// <summary>The events of a vendor's stream that comes in these pieces.</summary>
    public static List<ChatEvent> Decode(ChatStreamDecoder decoder, IEnumerable<byte[]> pieces)
    {
        var events = new List<ChatEvent>();
        foreach (byte[] piece in pieces)
        {
            decoder.Frames.Append(piece);
            Drain(decoder, events);
        }

        decoder.Frames.End();
        Drain(decoder, events);
        decoder.Complete(events);
        return events;
    }

    /// <summary>What a client is sent for these events.</summary>
    public static string Write(AnswerStreamWriter writer, IEnumerable<ChatEvent> events)
    {
        var output = new ArrayBufferWriter<byte>();
        var usage = default(TokenUsage);
        foreach (var step in events)
        {
            usage = step is UsageReported reported ? usage.MergedWith(reported.Usage) : usage;
            writer.Write(step, in usage, output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The pieces of a stream: whole, byte by byte, and cut in two at every place.</summary>
    public static IEnumerable<IEnumerable<byte[]>> Splits(string stream)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        yield return [bytes];
        yield return bytes.Chunk(1);
        yield return bytes.Chunk(7);
        for (int at = 1; at < bytes.Length; at++)
        {
            yield return [bytes[..at], bytes[at..]];
        }
    }

    private static void Drain(ChatStreamDecoder decoder, List<ChatEvent> events)
    {
        while (decoder.Frames.TryRead(out var frame))
        {
            decoder.Decode(frame, events);
        }
    }
}
