using System.Globalization;
using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Origins;

/// <summary>A Redis that keeps nothing on disk, for counters that nodes share.</summary>
internal static class RedisServer
{
    public static PinnedProcess Start(string folder, int port, int core)
    {
        Directory.CreateDirectory(folder);
        return PinnedProcess.Start(
            core, Path.Combine(folder, "output.log"),
            "redis-server", "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder);
    }
}
