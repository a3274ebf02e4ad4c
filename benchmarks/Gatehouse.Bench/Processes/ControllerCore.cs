using System.Diagnostics;
using System.Runtime.Versioning;

namespace Gatehouse.Bench.Processes;

/// <summary>Keeps this program off the core it measures.</summary>
internal static class ControllerCore
{
    [SupportedOSPlatformGuard("linux")]
    private static bool IsLinux => OperatingSystem.IsLinux();

    public static void Pin(int core)
    {
        if (!IsLinux)
        {
            throw new BenchException("measuring needs Linux (/proc, taskset)");
        }

        using var self = Process.GetCurrentProcess();
        self.ProcessorAffinity = (nint)(1L << core);
    }
}
