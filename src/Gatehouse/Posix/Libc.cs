using System.Runtime.InteropServices;

namespace Gatehouse.Posix;

/// <summary>What the program asks of the system and the runtime does not offer.</summary>
internal static partial class Libc
{
    private const string Name = "libc";

    /// <summary>access(2); 0 = allowed.</summary>
    [LibraryImport(Name, EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Access(string path, int mode);

    /// <summary>sigaction(2) that only asks: <paramref name="change"/> is 0.</summary>
    [LibraryImport(Name, EntryPoint = "sigaction")]
    public static partial int SignalAction(int signal, nint change, Span<nint> current);

    /// <summary>signal(2).</summary>
    [LibraryImport(Name, EntryPoint = "signal")]
    public static partial nint Signal(int signal, nint handler);
}
