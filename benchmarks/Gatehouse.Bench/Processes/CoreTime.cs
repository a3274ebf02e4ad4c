using System.Globalization;

namespace Gatehouse.Bench.Processes;

/// <summary>Busy and total time of one core, from /proc/stat: tells how much of it somebody else used.</summary>
internal readonly record struct CoreTime(long BusyMicroseconds, long TotalMicroseconds)
{
    private const int MicrosecondsPerTick = 10_000;

    public static CoreTime Read(int core)
    {
        var line = File.ReadLines("/proc/stat").First(l => l.StartsWith($"cpu{core} ", StringComparison.Ordinal));
        // user nice system idle iowait irq softirq steal; guest time is part of user already.
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        var total = ticks.Sum();
        return new CoreTime((total - ticks[3] - ticks[4]) * MicrosecondsPerTick, total * MicrosecondsPerTick);
    }

    /// <summary>Share of the core's time since <paramref name="before"/> that neither idled nor was <paramref name="ownMicroseconds"/>; 0–1.</summary>
    public double ShareOfOthersSince(CoreTime before, long ownMicroseconds) =>
        Math.Clamp((double)(BusyMicroseconds - before.BusyMicroseconds - ownMicroseconds) / Math.Max(1, TotalMicroseconds - before.TotalMicroseconds), 0, 1);
}
