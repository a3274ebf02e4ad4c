using System.Runtime.CompilerServices;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>
/// The numbers behind all counters and histograms: one array of pages per shard, so that no two loops ever write to the same
/// cache line. A cell is an index that is valid in every shard; its value is the sum over the shards.
/// </summary>
internal sealed class MetricCells
{
    private const int PageBits = 10;
    private const int PageSize = 1 << PageBits;
    private const int PageMask = PageSize - 1;
    private const int MaxPages = 4096;

    // A page starts this far into its array: neighbours on the heap then never share its first cache line.
    private const int Padding = 8;

    private readonly long[]?[][] _shards;
    private readonly Lock _allocation = new();
    private int _used;

    /// <param name="loops">Number of event loops; one more shard is made for everybody else.</param>
    public MetricCells(int loops)
    {
        _shards = new long[]?[loops + 1][];
        for (int i = 0; i < _shards.Length; i++)
        {
            _shards[i] = new long[]?[MaxPages];
        }
    }

    /// <summary>Reserves neighbouring cells (of one page); −1 when all four million are taken.</summary>
    public int Allocate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, PageSize);
        lock (_allocation)
        {
            int first = _used;
            if ((first & PageMask) + count > PageSize)
            {
                first = (first + PageMask) & ~PageMask;
            }

            if (first + count > MaxPages * PageSize)
            {
                return -1;
            }

            _used = first + count;
            return first;
        }
    }

    /// <summary>Adds to a cell. The caller's thread must be the owner of <paramref name="shard"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int shard, int cell, long delta)
    {
        if ((uint)shard >= (uint)_shards.Length)
        {
            shard = MetricShard.Shared;
        }

        long[]?[] pages = _shards[shard];
        ref long value = ref (pages[cell >> PageBits] ?? CreatePage(pages, cell >> PageBits))[Padding + (cell & PageMask)];
        if (shard == MetricShard.Shared)
        {
            Interlocked.Add(ref value, delta);
        }
        else
        {
            // One writer: no lock prefix needed, only that a scrape never sees half of the number.
            Volatile.Write(ref value, value + delta);
        }
    }

    /// <summary>The value of a cell.</summary>
    public long Sum(int cell)
    {
        long sum = 0;
        foreach (long[]?[] pages in _shards)
        {
            if (Volatile.Read(ref pages[cell >> PageBits]) is { } page)
            {
                sum += Volatile.Read(ref page[Padding + (cell & PageMask)]);
            }
        }

        return sum;
    }

    private static long[] CreatePage(long[]?[] pages, int index)
    {
        long[] page = new long[PageSize + (2 * Padding)];
        return Interlocked.CompareExchange(ref pages[index], page, null) ?? page;
    }
}
