using System.Buffers.Binary;
using System.Text;
using Gatehouse.Protocols.Aws.EventStream;
using Xunit;

namespace Gatehouse.Protocols.Tests.Aws.EventStream;

public class EventStreamDecoderTests
{
    public static IEnumerable<object[]> Good() => EventStreamVectors.Good.Select(v => new object[] { v.Name, v.Hex, v.Headers, v.Payload });

    public static IEnumerable<object[]> Bad() => EventStreamVectors.Bad.Select(v => new object[] { v.Name, v.Hex, v.Error });

    [Theory]
    [MemberData(nameof(Good))]
    public void Published_frame_is_read(string name, string hex, string headers, string payload)
    {
        var (frames, error) = Frames.Read(new(), [Convert.FromHexString(hex)]);

        Assert.Equal((name, EventStreamError.None), (name, error));
        Assert.Equal([$"{headers} {payload}"], frames);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void Published_broken_frame_is_refused(string name, string hex, EventStreamError expected)
    {
        var (frames, error) = Frames.Read(new(), [Convert.FromHexString(hex)]);

        Assert.Equal((name, expected), (name, error));
        Assert.Empty(frames);
    }

    [Fact]
    public void Any_split_of_a_stream_gives_the_same_frames()
    {
        byte[] stream = [.. EventStreamVectors.Good.SelectMany(v => Convert.FromHexString(v.Hex))];
        var expected = EventStreamVectors.Good.Select(v => $"{v.Headers} {v.Payload}").ToList();
        for (int first = 0; first <= stream.Length; first++)
        {
            var (frames, error) = Frames.Read(new(), [stream[..first], stream[first..]]);
            Assert.Equal((first, EventStreamError.None), (first, error));
            Assert.Equal(expected, frames);
        }

        for (int size = 1; size < 40; size++)
        {
            Assert.Equal(expected, Frames.Read(new(), stream.Chunk(size)).Frames);
        }
    }

    [Fact]
    public void Any_changed_octet_is_noticed()
    {
        byte[] frame = Convert.FromHexString(EventStreamVectors.Good.Single(v => v.Name == "one text").Hex);
        for (int i = 0; i < frame.Length * 8; i++)
        {
            byte[] changed = [.. frame];
            changed[i / 8] ^= (byte)(1 << (i % 8));
            var (frames, error) = Frames.Read(new(), [changed]);
            Assert.Empty(frames);
            Assert.NotEqual((i, EventStreamError.None), (i, error));
        }
    }

    [Fact]
    public void Any_early_end_is_noticed()
    {
        byte[] stream = [.. EventStreamVectors.Good.Where(v => v.Name is "empty" or "one text").SelectMany(v => Convert.FromHexString(v.Hex))];
        for (int length = 1; length < stream.Length; length++)
        {
            var expected = length == 16 ? EventStreamError.None : EventStreamError.Truncated;
            Assert.Equal((length, expected), (length, Frames.Read(new(), [stream[..length]]).Error));
        }
    }

    [Theory]
    [InlineData("00000000", EventStreamError.HeaderName)]
    [InlineData("0561", EventStreamError.HeaderName)]
    [InlineData("0161", EventStreamError.HeaderName)]
    [InlineData("01ff00", EventStreamError.HeaderName)]
    [InlineData("01610a", EventStreamError.HeaderType)]
    [InlineData("0161ff", EventStreamError.HeaderType)]
    [InlineData("016102", EventStreamError.HeaderValue)]
    [InlineData("01610300", EventStreamError.HeaderValue)]
    [InlineData("016104000000", EventStreamError.HeaderValue)]
    [InlineData("01610500000000000000", EventStreamError.HeaderValue)]
    [InlineData("01610600", EventStreamError.HeaderValue)]
    [InlineData("0161070002ff", EventStreamError.HeaderValue)]
    [InlineData("0161070001ff", EventStreamError.HeaderValue)]
    [InlineData("01610800", EventStreamError.HeaderValue)]
    [InlineData("01610900", EventStreamError.HeaderValue)]
    [InlineData("016100016101", EventStreamError.DuplicateHeader)]
    public void Malformed_header_under_right_checksums_is_refused(string headers, EventStreamError expected)
        => Assert.Equal(expected, Frames.Read(new(), [Frames.Of(Convert.FromHexString(headers), "{}"u8)]).Error);

    [Fact]
    public void Value_over_the_format_limit_is_refused()
    {
        byte[] headers = [1, (byte)'a', 6, 0x80, 0x00, .. new byte[0x8000]];

        Assert.Equal(EventStreamError.HeaderValue, Frames.Read(new(), [Frames.Of(headers, [])]).Error);
    }

    [Fact]
    public void Too_many_headers_are_refused()
    {
        byte[] headers = [.. Enumerable.Range(0, 65).SelectMany(i => new byte[] { 1, (byte)(i + 1), 0 })];

        Assert.Equal(EventStreamError.TooManyHeaders, Frames.Read(new(), [Frames.Of(headers, [])]).Error);
        Assert.Equal(EventStreamError.None, Frames.Read(new(), [Frames.Of(headers.AsSpan(3), [])]).Error);
    }

    [Theory]
    [InlineData(15u, 0u, EventStreamError.PayloadLength)]
    [InlineData(0u, 0u, EventStreamError.PayloadLength)]
    [InlineData(17u, 2u, EventStreamError.HeadersLength)]
    [InlineData(200_000u, 131_073u, EventStreamError.HeadersLength)]
    [InlineData(25_165_841u, 0u, EventStreamError.PayloadLength)]
    [InlineData(uint.MaxValue, 0u, EventStreamError.PayloadLength)]
    [InlineData(uint.MaxValue, uint.MaxValue, EventStreamError.HeadersLength)]
    public void Length_out_of_bounds_is_refused_before_anything_is_stored(uint total, uint headers, EventStreamError expected)
    {
        var prelude = new byte[16];
        BinaryPrimitives.WriteUInt32BigEndian(prelude, total);
        BinaryPrimitives.WriteUInt32BigEndian(prelude.AsSpan(4), headers);
        var decoder = new EventStreamDecoder();

        Assert.Equal(EventStreamStatus.Malformed, decoder.Read(Frames.Sealed(prelude).AsSpan(0, 12), out _));
        Assert.Equal(expected, decoder.Error);
        Assert.Equal(EventStreamStatus.Malformed, decoder.Read("more"u8, out _));
    }

    [Fact]
    public void Longest_payload_is_taken()
    {
        var payload = new byte[24 * 1024 * 1024];
        var decoder = new EventStreamDecoder();
        byte[] frame = Frames.Of([], payload);

        Assert.Equal(EventStreamStatus.Complete, decoder.Read(frame, out int used));
        Assert.Equal(frame.Length, used);
        Assert.Equal(payload.Length, decoder.Message.Payload.Length);
    }

    [Fact]
    public void Announced_length_alone_costs_no_memory()
    {
        byte[] start = Frames.Of([], new byte[20 * 1024 * 1024])[..64];
        long before = GC.GetAllocatedBytesForCurrentThread();
        var decoder = new EventStreamDecoder();
        decoder.Read(start, out _);

        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 4096);
    }

    [Fact]
    public void Random_octets_never_throw_and_never_pass()
    {
        var random = new Random(20260825);
        for (int round = 0; round < 20_000; round++)
        {
            var octets = new byte[random.Next(1, 96)];
            random.NextBytes(octets);
            if (round % 2 == 0 && octets.Length >= 16)
            {
                // Half of them get past both checksums, so that the headers are what must hold.
                BinaryPrimitives.WriteInt32BigEndian(octets, octets.Length);
                BinaryPrimitives.WriteInt32BigEndian(octets.AsSpan(4), random.Next(0, octets.Length - 15));
                Frames.Sealed(octets);
            }

            var (whole, error) = Frames.Read(new(), [octets]);
            var (split, sameError) = Frames.Read(new(), octets.Chunk(random.Next(1, 9)));
            Assert.Equal(whole, split);
            Assert.Equal(error, sameError);
            Assert.True(round % 2 == 0 || whole.Count == 0);
        }
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Checksum_is_that_of_zlib(string text, uint expected)
    {
        byte[] octets = Encoding.ASCII.GetBytes(text);

        Assert.Equal(expected, Crc32.Of(octets));
        Assert.Equal(expected, Crc32.Of(octets.AsSpan(octets.Length / 2), Crc32.Of(octets.AsSpan(0, octets.Length / 2))));
    }
}
