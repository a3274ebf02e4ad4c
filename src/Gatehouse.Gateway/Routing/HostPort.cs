using System.Buffers.Text;

namespace Gatehouse.Gateway.Routing;

/// <summary>Splits <c>host:port</c>.</summary>
internal static class HostPort
{
    /// <summary>
    /// The host without its port; <paramref name="port"/> is −1 when there is none. Brackets of IPv6 literals belong to the
    /// host. Text behind the last colon that is no port leaves the whole as the host, which then matches nothing.
    /// </summary>
    public static ReadOnlySpan<byte> Split(ReadOnlySpan<byte> authority, out int port)
    {
        port = -1;
        int colon = authority.LastIndexOf((byte)':');
        if (colon < 0 || authority[colon..].Contains((byte)']'))
        {
            return authority;
        }

        var digits = authority[(colon + 1)..];
        if (digits.IsEmpty)
        {
            return authority[..colon];
        }

        bool isPort = !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9')
            && Utf8Parser.TryParse(digits, out port, out int consumed)
            && consumed == digits.Length
            && port <= ushort.MaxValue;
        if (!isPort)
        {
            port = -1;
            return authority;
        }

        return authority[..colon];
    }
}
