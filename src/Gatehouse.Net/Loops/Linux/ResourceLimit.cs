using System.Runtime.InteropServices;

namespace Gatehouse.Net.Loops.Linux;

/// <summary><c>struct rlimit</c> of getrlimit(2) on 64-bit Linux; all bits set = no limit.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceLimit
{
    /// <summary>RLIMIT_NOFILE on every architecture that .NET runs on.</summary>
    public const int OpenFiles = 7;

    /// <summary>The limit in force (soft).</summary>
    public ulong Current;

    /// <summary>How far the process may raise it (hard).</summary>
    public ulong Maximum;
}
