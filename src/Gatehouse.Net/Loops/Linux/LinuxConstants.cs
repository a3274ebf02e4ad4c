namespace Gatehouse.Net.Loops.Linux;

/// <summary>Numbers from the kernel's headers; the same on every architecture .NET runs on.</summary>
internal static class LinuxConstants
{
    public const int EpollCloseOnExec = 0x80000, EventFdFlags = 0x80800;
    public const int ControlAdd = 1, ControlDelete = 2, ControlModify = 3;
    public const uint In = 0x1, Out = 0x4, Error = 0x8, HangUp = 0x10, ReadHangUp = 0x2000, EdgeTriggered = 1u << 31;

    public const int FamilyIPv4 = 2, FamilyIPv6 = 10;
    public const int StreamNonBlockingCloseOnExec = 1 | 0x800 | 0x80000;
    public const int AcceptFlags = 0x800 | 0x80000;
    public const int MessageNoSignal = 0x4000, MessagePeek = 0x2;
    public const int ShutdownWrite = 1;

    public const int LevelSocket = 1, LevelTcp = 6, LevelIPv6 = 41;
    public const int ReuseAddress = 2, SocketError = 4, Linger = 13, ReusePort = 15, AttachFilter = 26;
    public const int NoDelay = 1, IPv6Only = 26;
}
