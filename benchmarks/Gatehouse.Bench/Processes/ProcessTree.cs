using System.Globalization;

namespace Gatehouse.Bench.Processes;

/// <summary>CPU time and memory of a process and all its living descendants, from /proc (proc(5)).</summary>
internal static class ProcessTree
{
    // USER_HZ is 100 on every Linux architecture .NET runs on.
    private const int MicrosecondsPerTick = 10_000;

    /// <summary>User and system time since start, in microseconds. Granularity 10 ms.</summary>
    public static long CpuMicroseconds(int root) => Members(root).Sum(s => s.Ticks) * MicrosecondsPerTick;

    /// <summary>Sum of resident set sizes, in bytes. Pages shared by members count once per member.</summary>
    public static long ResidentBytes(int root) => Members(root).Sum(s => s.ResidentPages) * Environment.SystemPageSize;

    private static List<ProcessStat> Members(int root)
    {
        var all = new List<ProcessStat>();
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && ProcessStat.TryRead(pid, out var stat))
            {
                all.Add(stat);
            }
        }

        var members = all.FindAll(s => s.Pid == root);
        // Breadth first: members grows while it is walked.
        for (var i = 0; i < members.Count; i++)
        {
            members.AddRange(all.FindAll(s => s.ParentPid == members[i].Pid));
        }

        return members.Count > 0 ? members : throw new BenchException($"process {root} is gone");
    }
}
