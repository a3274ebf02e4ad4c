using System.Net;

namespace Gatehouse.Gateway.Upstreams.Names;

/// <summary>Orders addresses by family and bytes, so that an answer means the same in whatever order it comes.</summary>
internal sealed class AddressComparer : IComparer<IPAddress>
{
    public static AddressComparer Instance { get; } = new();

    public int Compare(IPAddress? x, IPAddress? y)
    {
        Span<byte> left = stackalloc byte[16];
        Span<byte> right = stackalloc byte[16];
        x!.TryWriteBytes(left, out int leftLength);
        y!.TryWriteBytes(right, out int rightLength);
        return leftLength != rightLength
            ? leftLength.CompareTo(rightLength)
            : left[..leftLength].SequenceCompareTo(right[..rightLength]);
    }
}
