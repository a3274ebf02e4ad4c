using System.Net.Sockets;
using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Channels;

/// <summary>What an error number or <see cref="SocketError"/> means here.</summary>
internal static class SocketErrors
{
    /// <summary>As a fault of a connection attempt.</summary>
    public static ChannelFault ConnectFault(int errno) => errno switch
    {
        Errno.ConnectionRefused => ChannelFault.Refused,
        Errno.TimedOut => ChannelFault.Timeout,
        Errno.ConnectionReset or Errno.ConnectionAborted => ChannelFault.Reset,
        _ => ChannelFault.Unreachable,
    };

    /// <inheritdoc cref="ConnectFault(int)"/>
    public static ChannelFault ConnectFault(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ChannelFault.Refused,
        SocketError.TimedOut => ChannelFault.Timeout,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => ChannelFault.Reset,
        _ => ChannelFault.Unreachable,
    };

    /// <summary>The framework's exception for an error number of a Linux call.</summary>
    public static SocketException ToException(int errno) => new((int)(errno switch
    {
        98 => SocketError.AddressAlreadyInUse,
        99 => SocketError.AddressNotAvailable,
        13 or 1 => SocketError.AccessDenied,
        97 => SocketError.AddressFamilyNotSupported,
        Errno.TooManyFiles or Errno.TooManyFilesSystem => SocketError.TooManyOpenSockets,
        22 => SocketError.InvalidArgument,
        Errno.NetworkUnreachable => SocketError.NetworkUnreachable,
        Errno.NoBuffers or Errno.OutOfMemory => SocketError.NoBufferSpaceAvailable,
        _ => SocketError.SocketError,
    }));
}
