namespace Gatehouse.Net.Loops.Linux;

/// <summary>Error numbers of Linux that decide something here.</summary>
internal static class Errno
{
    public const int Interrupted = 4, Again = 11, OutOfMemory = 12, TooManyFilesSystem = 23, TooManyFiles = 24, BrokenPipe = 32;
    public const int NetworkDown = 100, NetworkUnreachable = 101, ConnectionAborted = 103, ConnectionReset = 104, NoBuffers = 105;
    public const int TimedOut = 110, ConnectionRefused = 111, HostDown = 112, HostUnreachable = 113, InProgress = 115;
}
