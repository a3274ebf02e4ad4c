using System.Globalization;

namespace Gatehouse.Bench.Processes;

/// <summary>The fields of /proc/PID/stat that matter here.</summary>
internal readonly record struct ProcessStat(int Pid, int ParentPid, long Ticks, long ResidentPages)
{
    /// <summary>False when the process has gone meanwhile.</summary>
    public static bool TryRead(int pid, out ProcessStat stat)
    {
        stat = default;
        string text;
        try
        {
            text = File.ReadAllText($"/proc/{pid}/stat");
        }
        catch (IOException)
        {
            return false;
        }

        // The command name may hold blanks and parentheses: fields are counted from the last ')'.
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
        stat = new ProcessStat(pid, (int)Field(4), Field(14) + Field(15), Field(24));
        return true;
    }
}
