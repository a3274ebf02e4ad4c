using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers.Bedrock;
using Xunit;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

public class ConverseStreamDecoderTests
{
    public static IEnumerable<object[]> Streams() => ConverseStreams.All.Select(s => new object[] { s.Name, s.Stream, s.Events });

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_gives_its_events(string name, string[] stream, string[] events)
    {
        Assert.NotEmpty(name);
        Assert.Equal(events, Dump.Lines(Drive.Through(new ConverseStreamDecoder(), Frame.Stream(stream))));
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_split_at_any_byte_gives_the_same_events(string name, string[] stream, string[] events)
    {
        byte[] bytes = Frame.Stream(stream);
        for (int at = 0; at <= bytes.Length; at++)
        {
            string[] split = Dump.Lines(Drive.Through(new ConverseStreamDecoder(), bytes[..at], bytes[at..]));
            Assert.True(events.SequenceEqual(split), $"{name}, split at {at}: {string.Join(" ", split)}");
        }

        for (int size = 1; size <= 64; size++)
        {
            Assert.Equal(events, Dump.Lines(Drive.Through(new ConverseStreamDecoder(), bytes.Chunk(size))));
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_cut_at_any_byte_fails_or_was_over(string name, string[] stream, string[] events)
    {
        byte[] bytes = Frame.Stream(stream);
        for (int length = 0; length < bytes.Length; length++)
        {
            var read = Drive.Through(new ConverseStreamDecoder(), bytes[..length]);
            Assert.True(read[^1] is AnswerFailed, $"{name}, cut at {length}");
            Assert.Equal(events.Take(read.Count - 1), Dump.Lines(read.Take(read.Count - 1)));
        }
    }

    [Fact]
    public void Damaged_frame_fails_and_nothing_follows()
    {
        byte[] bytes = Frame.Stream(ConverseStreams.All[0].Stream);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x41;
            var read = Drive.Through(new ConverseStreamDecoder(), damaged);
            Assert.IsType<AnswerFailed>(read[^1]);
            Assert.Equal(AiErrorKind.VendorFailed, ((AnswerFailed)read[^1]).Error.Kind);
            Assert.Single(read, e => e is AnswerFailed);
        }
    }

    [Fact]
    public void Error_message_of_the_framing_itself_is_read()
    {
        byte[] frame = Convert.FromHexString("0000005200000042bf23637e0d3a6d6573736167652d747970650700056572726f720b3a6572726f722d636f6465070004636f64650e3a6572726f722d6d6573736167650700076d6573736167656b6cea3d");

        Assert.Equal(["AnswerFailed(Error=AiError(Code=\"Code\", Kind=VendorFailed, Message=\"The provider failed.\"))"], Dump.Lines(Drive.Through(new ConverseStreamDecoder(), frame)));
    }
}
