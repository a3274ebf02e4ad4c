using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Channels;

/// <summary><c>struct sockaddr_in</c> and <c>sockaddr_in6</c> of Linux to and from <see cref="IPEndPoint"/>.</summary>
internal static unsafe class SocketAddress
{
    public const int MaxLength = 28;
    private const int LengthIPv4 = 16;

    /// <summary>Writes the address; returns its length.</summary>
    public static int Write(IPEndPoint endPoint, Span<byte> address)
    {
        address.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)endPoint.Port);
        if (endPoint.AddressFamily == AddressFamily.InterNetwork)
        {
            BitConverter.TryWriteBytes(address, (ushort)LinuxConstants.FamilyIPv4);
            endPoint.Address.TryWriteBytes(address[4..8], out _);
            return LengthIPv4;
        }
        BitConverter.TryWriteBytes(address, (ushort)LinuxConstants.FamilyIPv6);
        endPoint.Address.TryWriteBytes(address[8..24], out _);
        BitConverter.TryWriteBytes(address[24..], (uint)endPoint.Address.ScopeId);
        return MaxLength;
    }

    /// <summary>Null for families that are not ours.</summary>
    public static IPEndPoint? Read(ReadOnlySpan<byte> address)
    {
        if (address.Length < LengthIPv4)
        {
            return null;
        }
        ushort port = BinaryPrimitives.ReadUInt16BigEndian(address[2..]);
        return BitConverter.ToUInt16(address) switch
        {
            LinuxConstants.FamilyIPv4 => new IPEndPoint(new IPAddress(address[4..8]), port),
            LinuxConstants.FamilyIPv6 when address.Length >= MaxLength
                => new IPEndPoint(new IPAddress(address[8..24], BitConverter.ToUInt32(address[24..])), port),
            _ => null,
        };
    }

    /// <summary>The local address of a socket, null when it has none.</summary>
    public static IPEndPoint? LocalOf(int fd)
    {
        byte* address = stackalloc byte[MaxLength];
        int length = MaxLength;
        return Libc.GetSocketName(fd, address, &length) == 0 ? Read(new ReadOnlySpan<byte>(address, Math.Min(length, MaxLength))) : null;
    }
}
