using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;
using Xunit;

namespace Gatehouse.Ai.Tests.Streaming;

public class NdjsonFramesTests
{
    [Theory]
    [InlineData("{}\n{\"a\":1}\n", "{}\n|{\"a\":1}\n")]
    [InlineData("{}\r\n{}\r\n", "{}\r\n|{}\r\n")]
    [InlineData("{}\n{}", "{}\n|{}")]
    [InlineData("\n\n{}\n", "\n|\n|{}\n")]
    [InlineData("{\"a\":\"größer\"}\n", "{\"a\":\"größer\"}\n")]
    [InlineData("", "")]
    public void Stream_is_cut_into_the_same_lines_in_any_split(string stream, string lines)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(stream);
        for (int size = 1; size <= Math.Max(1, bytes.Length); size++)
        {
            Assert.Equal(lines, string.Join('|', ReadAll(new NdjsonFrames(), bytes.Chunk(size))));
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(7)]
    public void Line_over_the_bound_fails_in_any_split(int piece)
    {
        byte[] bytes = Encoding.UTF8.GetBytes("{}\n\"" + new string('x', 40) + "\"\n");

        var error = Assert.Throws<AiException>(() => ReadAll(new NdjsonFrames(maxFrameBytes: 32), bytes.Chunk(piece)));
        Assert.Equal(AiErrorKind.VendorFailed, error.Error.Kind);
    }

    [Fact]
    public void Large_line_is_read_and_nothing_stays_behind()
    {
        string large = "\"" + new string('x', 300_000) + "\"\n";
        var frames = new NdjsonFrames();

        Assert.Equal([large, "{}\n"], ReadAll(frames, Encoding.UTF8.GetBytes(large + "{}\n").Chunk(1000)));
        Assert.Equal(0, frames.Pending);
    }

    private static List<string> ReadAll(NdjsonFrames frames, IEnumerable<byte[]> pieces)
    {
        var found = new List<string>();
        foreach (byte[] piece in pieces)
        {
            frames.Append(piece);
            Drain(frames, found);
        }

        frames.End();
        Drain(frames, found);
        return found;
    }

    private static void Drain(NdjsonFrames frames, List<string> found)
    {
        while (frames.TryRead(out var frame))
        {
            found.Add(Encoding.UTF8.GetString(frame));
        }
    }
}
