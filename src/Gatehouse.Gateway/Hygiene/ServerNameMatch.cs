using System.Net;
using System.Text;
using Gatehouse.Gateway.Routing;

namespace Gatehouse.Gateway.Hygiene;

/// <summary>Whether a request belongs to the name of its connection's TLS handshake; where it does not, 421 (RFC 9110 section 15.5.20).</summary>
internal static class ServerNameMatch
{
    /// <summary>
    /// Compares without port, case and trailing dots. Two names under one wildcard are two names. Without a server name only an address
    /// can be meant (RFC 6066 section 3 has no addresses in it).
    /// </summary>
    /// <param name="serverName">Name of the handshake without trailing dot; empty = none.</param>
    /// <param name="authority">Host and optional port of the request.</param>
    public static bool IsFor(string serverName, ReadOnlySpan<byte> authority)
    {
        var host = HostPort.Split(authority, out _).TrimEnd((byte)'.');
        return serverName.Length > 0 ? Ascii.EqualsIgnoreCase(host, serverName) : IsAddress(host);
    }

    private static bool IsAddress(ReadOnlySpan<byte> host)
    {
        if (host is [(byte)'[', .., (byte)']'])
        {
            host = host[1..^1];
        }

        Span<char> text = stackalloc char[64];
        return host.Length is > 0 and <= 64 && Ascii.ToUtf16(host, text, out int length) == System.Buffers.OperationStatus.Done
            && IPAddress.TryParse(text[..length], out _);
    }
}
