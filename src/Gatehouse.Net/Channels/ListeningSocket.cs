using System.Net;
using System.Net.Sockets;
using Gatehouse.Net.Loops.Linux;

namespace Gatehouse.Net.Channels;

/// <summary>Makes bound, listening, non-blocking TCP sockets on Linux.</summary>
internal static unsafe class ListeningSocket
{
    /// <summary>
    /// One socket per loop on the same address. Errors are <see cref="SocketException"/>: a caller that may not listen has nothing
    /// to go on with.
    /// </summary>
    public static int[] Open(IPEndPoint endPoint, int count, ListenOptions options, out IPEndPoint bound)
    {
        var sockets = new List<int>(count);
        try
        {
            if (count > 1)
            {
                endPoint = Probe(endPoint);
            }
            for (int i = 0; i < count; i++)
            {
                int fd = Bind(endPoint, reusePort: count > 1);
                sockets.Add(fd);
                Check(Libc.Listen(fd, options.Backlog));
                endPoint = SocketAddress.LocalOf(fd) ?? endPoint;
            }
            bound = endPoint;
            return [.. sockets];
        }
        catch
        {
            foreach (int fd in sockets)
            {
                _ = Libc.Close(fd);
            }
            throw;
        }
    }

    /// <summary>
    /// Drops new SYNs before the socket sees them, while handshakes under way still end: a filter on the TCP flags
    /// byte. Without it, whoever connects between the last accept and the close is reset.
    /// </summary>
    public static void RefuseNew(int fd)
    {
        // ldb [13]; jset SYN: next, else skip one; drop; pass. struct sock_filter { u16 code; u8 jt, jf; u32 k; }
        ulong* program = stackalloc ulong[4];
        program[0] = Instruction(0x30, 0, 0, 13);
        program[1] = Instruction(0x45, 0, 1, 0x02);
        program[2] = Instruction(0x06, 0, 0, 0);
        program[3] = Instruction(0x06, 0, 0, uint.MaxValue);
        // struct sock_fprog { u16 len; (padding) sock_filter* }
        nint* filter = stackalloc nint[2];
        filter[0] = 0;
        *(ushort*)filter = 4;
        filter[1] = (nint)program;
        _ = Libc.SetSocketOption(fd, LinuxConstants.LevelSocket, LinuxConstants.AttachFilter, filter, 2 * sizeof(nint));
    }

    private static ulong Instruction(ushort code, byte ifTrue, byte ifFalse, uint k)
    {
        ulong instruction;
        byte* p = (byte*)&instruction;
        *(ushort*)p = code;
        p[2] = ifTrue;
        p[3] = ifFalse;
        *(uint*)(p + 4) = k;
        return instruction;
    }

    /// <summary>
    /// SO_REUSEPORT would also let a second gateway of the same user take half of the connections unnoticed. Binding once
    /// without it finds out.
    /// </summary>
    private static IPEndPoint Probe(IPEndPoint endPoint)
    {
        int fd = Bind(endPoint, reusePort: false);
        IPEndPoint real = SocketAddress.LocalOf(fd) ?? endPoint;
        _ = Libc.Close(fd);
        return real;
    }

    private static int Bind(IPEndPoint endPoint, bool reusePort)
    {
        bool v6 = endPoint.AddressFamily == AddressFamily.InterNetworkV6;
        int fd = Check(Libc.Socket(v6 ? LinuxConstants.FamilyIPv6 : LinuxConstants.FamilyIPv4, LinuxConstants.StreamNonBlockingCloseOnExec, 0));
        try
        {
            Set(fd, LinuxConstants.LevelSocket, LinuxConstants.ReuseAddress);
            // Inherited by what is accepted, which saves a system call per connection.
            Set(fd, LinuxConstants.LevelTcp, LinuxConstants.NoDelay);
            if (reusePort)
            {
                Set(fd, LinuxConstants.LevelSocket, LinuxConstants.ReusePort);
            }
            if (v6)
            {
                // As nginx: [::] and 0.0.0.0 are two listeners, and no client appears as ::ffff:a.b.c.d.
                Set(fd, LinuxConstants.LevelIPv6, LinuxConstants.IPv6Only);
            }
            byte* address = stackalloc byte[SocketAddress.MaxLength];
            int length = SocketAddress.Write(endPoint, new Span<byte>(address, SocketAddress.MaxLength));
            Check(Libc.Bind(fd, address, length));
            return fd;
        }
        catch
        {
            _ = Libc.Close(fd);
            throw;
        }
    }

    private static void Set(int fd, int level, int option)
    {
        int on = 1;
        Check(Libc.SetSocketOption(fd, level, option, &on, sizeof(int)));
    }

    private static int Check(int result)
        => result >= 0 ? result : throw SocketErrors.ToException(Libc.LastError);
}
