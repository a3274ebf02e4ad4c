using System.Buffers;
using System.Text;
using Gatehouse.Protocols.Aws.EventStream;
using Xunit;

namespace Gatehouse.Protocols.Tests.Aws.EventStream;

public class EventStreamEncoderTests
{
    [Fact]
    public void Every_published_frame_is_written_as_it_was_read()
    {
        foreach (var (name, hex, _, _) in EventStreamVectors.Good)
        {
            var decoder = new EventStreamDecoder();
            decoder.Read(Convert.FromHexString(hex), out _);
            var output = new ArrayBufferWriter<byte>();
            EventStreamEncoder.Write(output, new EventStreamHeaderBlock(decoder.Message.Headers.Span), decoder.Message.Payload.Span);

            Assert.Equal((name, hex), (name, Convert.ToHexStringLower(output.WrittenSpan)));
        }
    }

    [Fact]
    public void Event_is_read_back()
    {
        var output = new ArrayBufferWriter<byte>();
        EventStreamEncoder.Write(output, EventStreamHeaderBlock.OfEvent("messageStop"), """{"stopReason":"end_turn"}"""u8);
        EventStreamEncoder.Write(output, EventStreamHeaderBlock.OfException("throttlingException"), """{"message":"slow"}"""u8);
        var decoder = new EventStreamDecoder();

        decoder.Read(output.WrittenSpan, out int used);
        Assert.Equal("event messageStop ", Kind(decoder.Message));
        decoder.Read(output.WrittenSpan[used..], out _);
        Assert.Equal("exception  throttlingException", Kind(decoder.Message));
        Assert.Equal("""{"message":"slow"}"""u8, decoder.Message.Payload.Span);
    }

    [Fact]
    public void Header_that_no_decoder_would_take_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new EventStreamHeaderBlock(EventStreamHeader.OfText("", "x")));
        Assert.Throws<ArgumentException>(() => new EventStreamHeaderBlock(EventStreamHeader.OfText(new string('a', 256), "x")));
        Assert.Throws<ArgumentException>(() => new EventStreamHeaderBlock(EventStreamHeader.OfText("a", new string('x', 32_768))));
        Assert.Throws<ArgumentException>(() => new EventStreamHeaderBlock(EventStreamHeader.OfText("a", "x"), EventStreamHeader.OfText("a", "y")));
        Assert.Throws<ArgumentException>(() => new EventStreamHeaderBlock(new EventStreamHeader("a"u8.ToArray(), EventStreamHeaderType.Int32, new byte[3])));
        Assert.Throws<ArgumentException>(() => EventStreamEncoder.Write(new ArrayBufferWriter<byte>(), new(), new byte[(24 * 1024 * 1024) + 1]));
    }

    private static string Kind(in EventStreamMessage message)
        => $"{Encoding.UTF8.GetString(message.MessageType)} {Encoding.UTF8.GetString(message.EventType)} {Encoding.UTF8.GetString(message.ExceptionType)}";
}
