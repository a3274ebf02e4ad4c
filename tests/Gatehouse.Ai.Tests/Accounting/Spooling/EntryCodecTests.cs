using System.Buffers;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Spooling;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Spooling;

public class EntryCodecTests
{
    public static TheoryData<string> Samples => ["full", "bare"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Entry_is_read_as_it_was_written(string sample)
    {
        var entry = sample == "full" ? EntrySamples.Full : EntrySamples.Bare;
        EntrySamples.AssertSame(entry, EntryCodec.Read(Write(entry)));
    }

    [Fact]
    public void Text_that_a_database_cannot_hold_is_replaced()
    {
        var read = EntryCodec.Read(Write(EntrySamples.Bare with { Model = "a\0b\uD800c" }));
        Assert.Equal("a\uFFFDb\uFFFDc", read.Model);
    }

    [Fact]
    public void Text_and_lists_are_bounded()
    {
        var read = EntryCodec.Read(Write(EntrySamples.Bare with { Model = new string('m', 10_000), Tags = [.. Enumerable.Repeat("t", 1000)] }));
        Assert.Equal(EntryCodec.MaxText, read.Model.Length);
        Assert.Equal(EntryCodec.MaxItems, read.Tags.Count);
    }

    [Fact]
    public void Greatest_entry_fits_a_record()
    {
        string text = new('\uFFFD', EntryCodec.MaxText);
        string[] list = [.. Enumerable.Repeat(text, EntryCodec.MaxItems)];
        byte[] bytes = Write(EntrySamples.Full with { RequestId = text, ConsumerId = text, ConsumerName = text, Groups = list, Model = text, Tags = list });
        Assert.True(bytes.Length < SpoolFile.MaxRecordBytes);
        Assert.True(bytes.Length < 64 << 10, "the smallest segment must take the greatest entry");
    }

    [Fact]
    public void Entry_of_another_version_is_refused()
    {
        byte[] bytes = Write(EntrySamples.Bare);
        bytes[0] = 9;
        Assert.Throws<FormatException>(() => EntryCodec.Read(bytes));
    }

    private static byte[] Write(LedgerEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        EntryCodec.Write(buffer, entry);
        return buffer.WrittenSpan.ToArray();
    }
}
