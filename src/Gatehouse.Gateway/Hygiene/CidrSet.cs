using System.Net;
using Gatehouse.Core.Validation;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>A set of address ranges, made once per snapshot; a look-up is a binary search and allocates nothing.</summary>
internal sealed class CidrSet
{
    private readonly (UInt128 First, UInt128 Last)[] _v4;
    private readonly (UInt128 First, UInt128 Last)[] _v6;

    private CidrSet(IReadOnlyList<CidrBlock> blocks)
    {
        _v4 = Merge(blocks, isV6: false);
        _v6 = Merge(blocks, isV6: true);
    }

    /// <summary>The set without members.</summary>
    public static CidrSet Empty { get; } = new([]);

    /// <summary>Whether nothing is in the set.</summary>
    public bool IsEmpty => _v4.Length + _v6.Length == 0;

    /// <summary>
    /// Parses addresses and CIDR blocks, IPv4 and IPv6. False when any is malformed: <paramref name="offender"/> is then the
    /// first such text. <c>unix:</c> is accepted and means nothing here, because no listener speaks over Unix sockets.
    /// </summary>
    public static bool TryParse(IEnumerable<string> texts, out CidrSet set, out string? offender)
    {
        var blocks = new List<CidrBlock>();
        foreach (string text in texts)
        {
            if (text == "unix:")
            {
                continue;
            }

            if (!CidrBlock.TryParse(text.AsSpan().Trim(), out var block))
            {
                set = Empty;
                offender = text;
                return false;
            }

            blocks.Add(block);
        }

        set = new CidrSet(blocks);
        offender = null;
        return true;
    }

    /// <summary>Whether the address is inside one of the ranges.</summary>
    public bool Contains(IPAddress address)
    {
        if (IsEmpty)
        {
            return false;
        }

        var value = CidrBlock.NumberOf(address, out bool isV6);
        var ranges = isV6 ? _v6 : _v4;
        int low = 0;
        int high = ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (value < ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (value > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static (UInt128 First, UInt128 Last)[] Merge(IReadOnlyList<CidrBlock> blocks, bool isV6)
    {
        var merged = new List<(UInt128 First, UInt128 Last)>();
        foreach (var block in blocks.Where(b => b.IsV6 == isV6).OrderBy(b => b.First))
        {
            if (merged.Count > 0 && block.First <= merged[^1].Last)
            {
                merged[^1] = (merged[^1].First, UInt128.Max(merged[^1].Last, block.Last));
            }
            else
            {
                merged.Add((block.First, block.Last));
            }
        }

        return [.. merged];
    }
}
