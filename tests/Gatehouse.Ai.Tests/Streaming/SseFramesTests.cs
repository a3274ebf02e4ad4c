using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;
using Xunit;

namespace Gatehouse.Ai.Tests.Streaming;

public class SseFramesTests
{
    // Stream; frames it is cut into, joined by '|'; events "name=data", joined by '|'.
    public static TheoryData<string, string, string> Streams => new()
    {
        { "data: a\n\ndata: b\n\n", "data: a\n\n|data: b\n\n", "=a|=b" },
        { "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\n\r\n|data: b\r\n\r\n", "=a|=b" },
        { "data: a\r\rdata: b\r\r", "data: a\r\r|data: b\r\r", "=a|=b" },
        { "data: a\r\r\ndata: b\n\n", "data: a\r\r|\n|data: b\n\n", "=a|=b" },
        { "data: a\n\r\ndata: b\n\n", "data: a\n\r\n|data: b\n\n", "=a|=b" },
        { "event: ping\ndata: {}\n\n", "event: ping\ndata: {}\n\n", "ping={}" },
        { "data: a\nevent: late\n\n", "data: a\nevent: late\n\n", "late=a" },
        { "data:a\ndata: b\r\ndata:  c\n\n", "data:a\ndata: b\r\ndata:  c\n\n", "=a\nb\n c" },
        { "data\n\n", "data\n\n", "=" },
        { "data\ndata\n\n", "data\ndata\n\n", "=\n" },
        { ": keep-alive\n\ndata: a\n\n", ": keep-alive\n\n|data: a\n\n", "=a" },
        { "\n\ndata: a\n\n", "\n|\n|data: a\n\n", "=a" },
        { "id: 1\nretry: 5\ndatax: no\nevents: no\ndata: a\n\n", "id: 1\nretry: 5\ndatax: no\nevents: no\ndata: a\n\n", "=a" },
        { "event: only\n\n", "event: only\n\n", "" },
        { "\uFEFFdata: a\n\n", "data: a\n\n", "=a" },
        { "data: a\n\ndata: \uFEFFb\n\n", "data: a\n\n|data: \uFEFFb\n\n", "=a|=\uFEFFb" },
        { "data: a\n\ndata: rest", "data: a\n\n|data: rest", "=a|=rest" },
        { "data: a\n\ndata: rest\r", "data: a\n\n|data: rest\r", "=a|=rest" },
        { "data: größer\n\n", "data: größer\n\n", "=größer" },
        { "", "", "" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public void Stream_is_cut_into_the_same_frames_and_events_in_any_split(string stream, string frames, string events)
    {
        var bytes = Encoding.UTF8.GetBytes(stream);
        for (int size = 1; size <= Math.Max(1, bytes.Length); size++)
        {
            Assert.Equal((frames, events), Read(bytes.Chunk(size)));
        }

        for (int at = 0; at <= bytes.Length; at++)
        {
            Assert.Equal((frames, events), Read([bytes[..at], bytes[at..]]));
        }
    }

    [Theory]
    [InlineData("data: a\n\n")]
    [InlineData("data: a\r\n\r\n")]
    [InlineData("data: a\r\r")]
    public void Frame_is_readable_as_soon_as_its_last_byte_came(string stream)
    {
        var frames = new SseFrames();
        frames.Append(Encoding.UTF8.GetBytes(stream));

        Assert.True(frames.TryRead(out var frame));
        Assert.Equal(stream, Encoding.UTF8.GetString(frame));
        Assert.Equal(0, frames.Pending);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(7)]
    public void Frame_over_the_bound_fails_in_any_split(int piece)
    {
        var bytes = Encoding.UTF8.GetBytes("data: a\n\ndata: " + new string('x', 40) + "\n\n");
        var frames = new SseFrames(maxFrameBytes: 32);

        var error = Assert.Throws<AiException>(() => ReadAll(frames, bytes.Chunk(piece)));
        Assert.Equal(AiErrorKind.VendorFailed, error.Error.Kind);
    }

    [Fact]
    public void Large_frame_is_read_and_its_memory_given_back()
    {
        var large = "data: " + new string('x', 300_000) + "\n\n";
        var bytes = Encoding.UTF8.GetBytes(large + "data: b\n\n");
        var frames = new SseFrames();

        Assert.Equal([large, "data: b\n\n"], ReadAll(frames, bytes.Chunk(1000)));
        Assert.Equal(0, frames.Pending);
    }

    private static (string Frames, string Events) Read(IEnumerable<byte[]> pieces)
    {
        var frames = ReadAll(new SseFrames(), pieces);
        var events = new List<string>();
        byte[]? scratch = null;
        foreach (var frame in frames)
        {
            var parsed = SseEvent.Parse(Encoding.UTF8.GetBytes(frame), ref scratch);
            if (parsed.HasData)
            {
                events.Add($"{Encoding.UTF8.GetString(parsed.Name)}={Encoding.UTF8.GetString(parsed.Data)}");
            }
        }

        return (string.Join('|', frames), string.Join('|', events));
    }

    private static List<string> ReadAll(SseFrames frames, IEnumerable<byte[]> pieces)
    {
        var found = new List<string>();
        foreach (var piece in pieces)
        {
            frames.Append(piece);
            Drain(frames, found);
        }

        frames.End();
        Drain(frames, found);
        return found;
    }

    private static void Drain(SseFrames frames, List<string> found)
    {
        while (frames.TryRead(out var frame))
        {
            found.Add(Encoding.UTF8.GetString(frame));
        }
    }
}
