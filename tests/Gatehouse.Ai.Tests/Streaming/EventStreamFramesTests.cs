using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Streaming;
using Gatehouse.Ai.Tests.Providers.Bedrock;
using Xunit;

namespace Gatehouse.Ai.Tests.Streaming;

public class EventStreamFramesTests
{
    private static readonly byte[][] Whole = [.. ConverseStreams.All[1].Stream.Select(line => Frame.Stream(line))];

    [Fact]
    public void Frames_come_out_as_they_are_at_any_split()
    {
        byte[] stream = [.. Whole.SelectMany(f => f)];
        for (int size = 1; size <= stream.Length; size += size < 70 ? 1 : 97)
        {
            var frames = new EventStreamFrames();
            var read = new List<byte[]>();
            foreach (byte[] piece in stream.Chunk(size))
            {
                frames.Append(piece);
                while (frames.TryRead(out var frame))
                {
                    read.Add(frame.ToArray());
                }
            }

            frames.End();
            Assert.Equal(0, frames.Pending);
            Assert.Equal(Whole, read);
        }
    }

    [Fact]
    public void Frame_that_is_not_whole_is_pending_for_ever()
    {
        var frames = new EventStreamFrames();
        frames.Append(Whole[0].AsSpan(0, 20));
        frames.End();

        Assert.False(frames.TryRead(out _));
        Assert.Equal(20, frames.Pending);
    }

    [Fact]
    public void Length_out_of_bounds_is_refused_and_frames_before_it_can_be_read()
    {
        var frames = new EventStreamFrames();
        byte[] absurd = [0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] stream = [.. Whole[0], .. absurd];

        Assert.Equal(AiErrorKind.VendorFailed, Assert.Throws<AiException>(() => frames.Append(stream)).Error.Kind);
        Assert.True(frames.TryRead(out var frame));
        Assert.Equal(Whole[0], frame.ToArray());
        Assert.False(frames.TryRead(out _));
    }

    [Fact]
    public void Large_frame_is_not_kept_behind_it()
    {
        var frames = new EventStreamFrames();
        byte[] large = Frame.Stream($$"""contentBlockDelta {"p":"{{new string('x', 1_000_000)}}"}""");
        foreach (byte[] piece in large.Chunk(16_384))
        {
            frames.Append(piece);
        }

        Assert.True(frames.TryRead(out var frame));
        Assert.Equal(large.Length, frame.Length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        frames.Append(Whole[0]);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8192);
        Assert.True(frames.TryRead(out _));
    }
}
