using System.Runtime.InteropServices;
using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Reports;

/// <summary>On what, and of what, the figures were taken.</summary>
internal sealed record MachineFacts(IReadOnlyList<KeyValuePair<string, string>> Items)
{
    public string Commit => Items.First(i => i.Key == "commit").Value;

    public static async Task<MachineFacts> ReadAsync() => new(
    [
        new("commit", await CommitAsync()),
        new("cpu", CpuModel()),
        new("cores", Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("memory MB", (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20).ToString(System.Globalization.CultureInfo.InvariantCulture)),
        new("kernel", RuntimeInformation.OSDescription),
        new("runtime", RuntimeInformation.FrameworkDescription),
        new("nginx", await CommandLine.FirstLineAsync("nginx", "-v")),
        new("haproxy", await CommandLine.FirstLineAsync("haproxy", "-v")),
        new("h2load", await CommandLine.FirstLineAsync("h2load", "--version")),
        new("wrk", await CommandLine.FirstLineAsync("dpkg-query", "-W", "-f", "${Version}", "wrk")),
        new("node", await CommandLine.FirstLineAsync("node", "--version")),
        new("load average before", File.ReadAllText("/proc/loadavg").Trim()),
    ]);

    private static async Task<string> CommitAsync()
    {
        var commit = await CommandLine.FirstLineAsync("git", "rev-parse", "--short=10", "HEAD");
        var changes = await CommandLine.FirstLineAsync("git", "status", "--porcelain", "--untracked-files=no");
        return changes.Length > 0 && commit != "unknown" ? commit + "-modified" : commit;
    }

    private static string CpuModel() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
}
