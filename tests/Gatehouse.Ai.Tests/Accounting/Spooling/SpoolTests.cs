using System.Buffers.Binary;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Accounting.Spooling;
using Gatehouse.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Ai.Tests.Accounting.Spooling;

public class SpoolTests
{
    [Fact]
    public async Task Records_outlive_the_process_without_any_wait()
    {
        await using var bench = new SpoolBench();
        Assert.True(bench.Spool.TryStart(EntrySamples.Bare));
        bench.Spool.End(EntrySamples.Full);
        bench.Die();
        var records = bench.Records();
        Assert.Equal([SpoolRecordKind.Started, SpoolRecordKind.Ended], records.Select(r => r.Kind));
        EntrySamples.AssertSame(EntrySamples.Bare, records[0].Entry!);
        EntrySamples.AssertSame(EntrySamples.Full, records[1].Entry!);
    }

    [Fact]
    public async Task Segment_cut_at_any_byte_of_its_last_record_gives_exactly_the_records_before_it()
    {
        await using var bench = new SpoolBench();
        bench.Spool.End(EntrySamples.Numbered(1));
        bench.Spool.End(EntrySamples.Numbered(2));
        int before = (int)bench.Spool.Extents()[^1].Bytes;
        bench.Spool.End(EntrySamples.Full);
        var extent = bench.Spool.Extents()[^1];
        byte[] whole = ReadShared(extent.Path);
        string cut = bench.Path("cut.spool");

        for (int length = before; length <= extent.Bytes; length++)
        {
            // Shorter, as after a crash of the file system, and full of zeros behind, as after one of the process.
            foreach (bool isPadded in (bool[])[false, true])
            {
                byte[] bytes = whole[..length];
                await File.WriteAllBytesAsync(cut, isPadded ? [.. bytes, .. new byte[4096]] : bytes);
                var read = SpoolReader.Read(new SpoolExtent(1, cut, new FileInfo(cut).Length, true), 0);
                Assert.Equal(length >= LastByteOf(whole, before) ? 3 : 2, read.Count);
            }
        }
    }

    [Fact]
    public async Task Bit_that_turned_ends_the_segment()
    {
        await using var bench = new SpoolBench();
        bench.Spool.End(EntrySamples.Numbered(1));
        int before = (int)bench.Spool.Extents()[^1].Bytes;
        bench.Spool.End(EntrySamples.Numbered(2));
        var extent = bench.Spool.Extents()[^1];
        byte[] whole = ReadShared(extent.Path);
        string turned = bench.Path("turned.spool");
        for (int at = before; at < LastByteOf(whole, before); at++)
        {
            byte[] bytes = [.. whole];
            bytes[at] ^= 0x10;
            await File.WriteAllBytesAsync(turned, bytes);
            Assert.Single(SpoolReader.Read(extent with { Path = turned, IsSealed = true }, 0));
        }
    }

    [Fact]
    public async Task Attempt_without_an_end_is_ended_once_as_it_was_reserved()
    {
        await using var bench = new SpoolBench();
        var ended = EntrySamples.Numbered(1);
        var voided = EntrySamples.Numbered(2);
        var open = EntrySamples.Numbered(3) with { Outcome = AttemptOutcome.Interrupted, IsEstimated = true };
        foreach (var entry in (LedgerEntry[])[ended, voided, open])
        {
            Assert.True(bench.Spool.TryStart(entry));
        }

        bench.Spool.End(ended);
        bench.Spool.Void(voided.AttemptId);

        bench.Die();
        Assert.Equal(open.AttemptId, Assert.Single(SpoolRecovery.Run(bench.Spool, NullLogger.Instance)).AttemptId);
        Assert.Equal([ended.AttemptId, open.AttemptId], bench.Ended().Select(e => e.AttemptId));

        // Dying again right then ends nothing a second time.
        bench.Die();
        Assert.Empty(SpoolRecovery.Run(bench.Spool, NullLogger.Instance));
        Assert.Equal(2, bench.Ended().Count);
        EntrySamples.AssertSame(open, bench.Ended()[1]);
    }

    [Fact]
    public async Task Death_at_any_byte_of_the_end_leaves_exactly_one_of_the_two_entries()
    {
        await using var bench = new SpoolBench();
        var reserved = EntrySamples.Numbered(1) with { Outcome = AttemptOutcome.Interrupted };
        var settled = reserved with { Outcome = AttemptOutcome.Completed };
        Assert.True(bench.Spool.TryStart(reserved));
        int before = (int)bench.Spool.Extents()[^1].Bytes;
        bench.Spool.End(settled);
        int after = (int)bench.Spool.Extents()[^1].Bytes;
        byte[] whole = ReadShared(bench.Spool.Extents()[^1].Path);
        int last = LastByteOf(whole, before);
        foreach (int length in Enumerable.Range(before, after - before + 1).Where(l => l % 7 == 0 || l >= last - 1))
        {
            await using var other = new SpoolBench();
            other.Die(folder => File.WriteAllBytes(SpoolFile.PathOf(folder, 1), whole[..length]));
            SpoolRecovery.Run(other.Spool, NullLogger.Instance);
            Assert.Equal(length >= last ? AttemptOutcome.Completed : AttemptOutcome.Interrupted, Assert.Single(other.Ended()).Outcome);
        }
    }

    [Fact]
    public async Task Full_spool_refuses_beginnings_and_takes_ends()
    {
        await using var bench = new SpoolBench(segments: 3);
        var begun = new List<LedgerEntry>();
        await Eventually.TrueAsync(
            () =>
            {
                for (var entry = EntrySamples.Numbered(0); bench.Spool.TryStart(entry); entry = EntrySamples.Numbered(begun.Count))
                {
                    begun.Add(entry);
                }

                return bench.Spool.Bytes > 3 * bench.SegmentBytes && !bench.Spool.IsAccepting;
            },
            "the spool to be full");
        Assert.False(bench.Spool.TryStart(EntrySamples.Bare));
        Assert.True(bench.Spool.Refused > 0);
        foreach (var entry in begun.Take(50))
        {
            bench.Spool.End(entry);
        }

        await Eventually.TrueAsync(() => bench.Ended().Count == 50, "the ends to be in the spool");
        Assert.Equal(0, bench.Spool.Lost);
        Assert.True(bench.Spool.Bytes <= (3 + 2) * bench.SegmentBytes);
    }

    [Fact]
    public async Task One_wait_for_the_disk_serves_all_who_ask()
    {
        await using var bench = new SpoolBench();
        var waits = new List<Task<bool>>();
        for (int i = 0; i < 200; i++)
        {
            bench.Spool.End(EntrySamples.Numbered(i));
            waits.Add(bench.Spool.WhenDurable());
        }

        Assert.All(await Task.WhenAll(waits), Assert.True);
        Assert.True(waits.Distinct().Count() < waits.Count, "waits share a turn of the disk");
    }

    [Fact]
    public async Task Folder_belongs_to_one_process()
    {
        await using var bench = new SpoolBench();
        var options = new SpoolOptions { Directory = bench.Folder };
        Assert.ThrowsAny<IOException>(() => Spool.Open(options, NullLogger.Instance));
    }

    [Fact]
    public async Task Appends_of_many_threads_are_all_there_and_whole()
    {
        await using var bench = new SpoolBench(segmentBytes: 1 << 20);
        const int Threads = 4;
        const int Each = 500;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(t => Task.Run(() =>
        {
            for (int i = 0; i < Each; i++)
            {
                bench.Spool.End(EntrySamples.Numbered((t * Each) + i));
            }
        })));
        bench.Die();
        Assert.Equal(Enumerable.Range(0, Threads * Each), bench.Ended().Select(e => (int)e.Usage.Input!.Value).Order());
    }

    private static int LastByteOf(byte[] whole, int record)
        => record + SpoolFile.PrefixBytes + BinaryPrimitives.ReadInt32LittleEndian(whole.AsSpan(record));

    private static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
