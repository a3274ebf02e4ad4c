using System.Net.Sockets;
using System.Security.Authentication;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>Why there is no connection, in words for the log; null where the outcome of the attempt says it.</summary>
internal static class ConnectFailure
{
    private const string Refused = "connection refused";
    private const string Reset = "connection reset";
    private const string Unreachable = "unreachable: no route, or no descriptor or port left";

    /// <summary>Of a fault of the engine.</summary>
    public static string? Describe(ChannelFault fault) => fault switch
    {
        ChannelFault.Refused => Refused,
        ChannelFault.Reset => Reset,
        ChannelFault.Unreachable => Unreachable,
        _ => null,
    };

    /// <summary>Of what an HTTP/2 connection was refused with.</summary>
    public static string? Describe(Exception? cause) => cause switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => Refused,
        SocketException { SocketErrorCode: SocketError.ConnectionReset } => Reset,
        SocketException => Unreachable,
        AuthenticationException => TlsHandshake.Describe(cause),
        _ => null,
    };
}
