using System.Runtime.InteropServices;

namespace Gatehouse.Net.Loops.Linux;

/// <summary>
/// The system calls of the epoll loop. Blittable types only, so that a call costs no marshalling; each returns −1 and leaves
/// the reason in <see cref="Marshal.GetLastPInvokeError"/>.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Name = "libc";

    // The C library's own recv and send are cancellation points: where there are several threads, two atomic instructions each, and we
    // cancel none. Numbers of recvfrom and sendto (Linux, asm/unistd.h); 0 = go through the library.
    private static readonly nint ReceiveNumber = Number(x64: 45, arm64: 207);
    private static readonly nint SendNumber = Number(x64: 44, arm64: 206);

    [LibraryImport(Name, EntryPoint = "epoll_create1", SetLastError = true)]
    public static partial int EpollCreate(int flags);

    [LibraryImport(Name, EntryPoint = "epoll_ctl", SetLastError = true)]
    public static partial int EpollControl(int epoll, int operation, int fd, void* epollEvent);

    [LibraryImport(Name, EntryPoint = "epoll_wait", SetLastError = true)]
    public static partial int EpollWait(int epoll, void* events, int capacity, int timeoutMilliseconds);

    [LibraryImport(Name, EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventFd(uint initial, int flags);

    [LibraryImport(Name, EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int fd, void* buffer, nuint length);

    [LibraryImport(Name, EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int fd, void* buffer, nuint length);

    [LibraryImport(Name, EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int fd);

    [LibraryImport(Name, EntryPoint = "socket", SetLastError = true)]
    public static partial int Socket(int domain, int type, int protocol);

    [LibraryImport(Name, EntryPoint = "bind", SetLastError = true)]
    public static partial int Bind(int fd, void* address, int length);

    [LibraryImport(Name, EntryPoint = "listen", SetLastError = true)]
    public static partial int Listen(int fd, int backlog);

    [LibraryImport(Name, EntryPoint = "accept4", SetLastError = true)]
    public static partial int Accept(int fd, void* address, int* length, int flags);

    [LibraryImport(Name, EntryPoint = "connect", SetLastError = true)]
    public static partial int Connect(int fd, void* address, int length);

    [LibraryImport(Name, EntryPoint = "getsockname", SetLastError = true)]
    public static partial int GetSocketName(int fd, void* address, int* length);

    [LibraryImport(Name, EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetSocketOption(int fd, int level, int option, void* value, int* length);

    [LibraryImport(Name, EntryPoint = "setsockopt", SetLastError = true)]
    public static partial int SetSocketOption(int fd, int level, int option, void* value, int length);

    /// <summary>recv(2).</summary>
    public static nint Receive(int fd, void* buffer, nuint length, int flags)
        => ReceiveNumber != 0 ? Transfer(ReceiveNumber, fd, buffer, length, flags, null, 0) : ReceiveCancellable(fd, buffer, length, flags);

    /// <summary>send(2).</summary>
    public static nint Send(int fd, void* buffer, nuint length, int flags)
        => SendNumber != 0 ? Transfer(SendNumber, fd, buffer, length, flags, null, 0) : SendCancellable(fd, buffer, length, flags);

    [LibraryImport(Name, EntryPoint = "shutdown", SetLastError = true)]
    public static partial int Shutdown(int fd, int how);

    [LibraryImport(Name, EntryPoint = "getrlimit", SetLastError = true)]
    public static partial int GetResourceLimit(int resource, ResourceLimit* limit);

    [LibraryImport(Name, EntryPoint = "setrlimit", SetLastError = true)]
    public static partial int SetResourceLimit(int resource, ResourceLimit* limit);

    [LibraryImport(Name, EntryPoint = "recv", SetLastError = true)]
    private static partial nint ReceiveCancellable(int fd, void* buffer, nuint length, int flags);

    [LibraryImport(Name, EntryPoint = "send", SetLastError = true)]
    private static partial nint SendCancellable(int fd, void* buffer, nuint length, int flags);

    // The arguments of recvfrom(2) and sendto(2), which take whole registers.
    [LibraryImport(Name, EntryPoint = "syscall", SetLastError = true)]
    private static partial nint Transfer(nint number, nint fd, void* buffer, nuint length, nint flags, void* address, nuint addressLength);

    /// <summary>The error number of the last call on this thread.</summary>
    public static int LastError => Marshal.GetLastPInvokeError();

    private static nint Number(nint x64, nint arm64)
        => !OperatingSystem.IsLinux() ? 0 : RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => x64,
            Architecture.Arm64 => arm64,
            _ => 0,
        };
}
