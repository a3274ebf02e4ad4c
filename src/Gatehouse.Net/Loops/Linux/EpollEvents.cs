using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gatehouse.Net.Loops.Linux;

/// <summary>
/// A native array of <c>struct epoll_event</c>. The kernel packs it to 12 bytes on x86 and leaves it at its natural 16
/// elsewhere, which no single managed struct can say.
/// </summary>
internal sealed unsafe class EpollEvents(int capacity) : IDisposable
{
    private static readonly bool Packed = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int Size = Packed ? 12 : 16;
    private static readonly int DataOffset = Packed ? 4 : 8;

    private byte* _events = (byte*)NativeMemory.AllocZeroed((nuint)(capacity * Size));

    public int Capacity => capacity;

    public void* Pointer => _events;

    public uint Flags(int index) => Unsafe.ReadUnaligned<uint>(_events + (index * Size));

    public ulong Data(int index) => Unsafe.ReadUnaligned<ulong>(_events + (index * Size) + DataOffset);

    /// <summary>Adds, modifies or removes the interest of <paramref name="epoll"/> in <paramref name="fd"/>.</summary>
    public static int Control(int epoll, int operation, int fd, uint flags, ulong data)
    {
        byte* one = stackalloc byte[16];
        Unsafe.WriteUnaligned(one, flags);
        Unsafe.WriteUnaligned(one + DataOffset, data);
        return Libc.EpollControl(epoll, operation, fd, one);
    }

    public void Dispose()
    {
        NativeMemory.Free(_events);
        _events = null;
    }
}
