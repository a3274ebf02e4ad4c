namespace Gatehouse.Net.Channels.ProxyProtocol;

/// <summary>
/// Parser of the PROXY protocol, versions 1 and 2 ("The PROXY protocol", HAProxy's <c>doc/proxy-protocol.txt</c>).
/// Strict: a header decides whom access rules see, so what is not exactly one is refused.
/// </summary>
public static class ProxyHeaderParser
{
    /// <summary>
    /// Longest header taken, in bytes. Version 1 ends at 107 by itself; version 2 could announce 64 KiB of extensions,
    /// of which nothing here needs more than this.
    /// </summary>
    public const int MaxLength = 4096;

    /// <summary>Looks at the first bytes of a connection.</summary>
    /// <param name="data">Everything received so far.</param>
    /// <param name="header">The addresses, when complete.</param>
    /// <param name="consumed">Length of the header, when complete. What follows belongs to the next protocol.</param>
    public static ProxyParseStatus Parse(ReadOnlySpan<byte> data, out ProxyHeader header, out int consumed)
    {
        header = default;
        consumed = 0;
        if (data.IsEmpty)
        {
            return ProxyParseStatus.NeedMore;
        }
        return data[0] == (byte)'P'
            ? ProxyV1.Parse(data, out header, out consumed)
            : ProxyV2.Parse(data, out header, out consumed);
    }

    /// <summary>Whether <paramref name="data"/> and <paramref name="expected"/> agree as far as both go.</summary>
    internal static bool AgreesWith(ReadOnlySpan<byte> data, ReadOnlySpan<byte> expected)
    {
        int n = Math.Min(data.Length, expected.Length);
        return data[..n].SequenceEqual(expected[..n]);
    }
}
