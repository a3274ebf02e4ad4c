using System.Buffers;
using System.Text;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>Streams as Bedrock sends them: one line an event, <c>name {payload}</c>; <c>!name</c> is an exception.</summary>
internal static class Frame
{
    public static byte[] Stream(params IEnumerable<string> lines)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (string line in lines)
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string name = line[..space];
            EventStreamEncoder.Write(
                output, name[0] == '!' ? EventStreamHeaderBlock.OfException(name[1..]) : EventStreamHeaderBlock.OfEvent(name), Encoding.UTF8.GetBytes(line[(space + 1)..]));
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The lines of a stream.</summary>
    public static List<string> Lines(ReadOnlySpan<byte> stream)
    {
        var decoder = new EventStreamDecoder();
        var lines = new List<string>();
        while (decoder.Read(stream, out int used) == EventStreamStatus.Complete)
        {
            stream = stream[used..];
            string name = decoder.Message.ExceptionType.IsEmpty ? Encoding.UTF8.GetString(decoder.Message.EventType) : "!" + Encoding.UTF8.GetString(decoder.Message.ExceptionType);
            lines.Add($"{name} {Encoding.UTF8.GetString(decoder.Message.Payload.Span)}");
        }

        if (decoder.End() != EventStreamError.None)
        {
            lines.Add(decoder.Error.ToString());
        }

        return lines;
    }
}
