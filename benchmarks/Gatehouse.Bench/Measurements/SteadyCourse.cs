using System.Globalization;
using System.Text;
using Gatehouse.Bench.Loads;

namespace Gatehouse.Bench.Measurements;

/// <summary>A run second by second: where a share of a whole run comes from.</summary>
internal static class SteadyCourse
{
    public static string Table(string name, IReadOnlyList<SteadyAnswer> answers)
    {
        var text = new StringBuilder($"{name}: second | asked | served % | high served % | p99 ms\n");
        foreach (var second in answers.GroupBy(a => (int)a.Asked.TotalSeconds))
        {
            SteadyAnswer[] all = [.. second], high = [.. all.Where(a => a.IsHigh)];
            text.Append(CultureInfo.InvariantCulture, $"  {second.Key} | {all.Length} | {100 * Served(all):F1} | {100 * Served(high):F1} | {P99(all):F1}\n");
        }

        return text.ToString();
    }

    /// <summary>99th percentile of the time that served requests took, milliseconds; not a number when none was.</summary>
    public static double P99(IReadOnlyList<SteadyAnswer> answers)
    {
        var took = answers.Where(a => a.IsServed).Select(a => a.Took.TotalMilliseconds).Order().ToArray();
        return took.Length == 0 ? double.NaN : took[Math.Min(took.Length - 1, (int)(took.Length * 0.99))];
    }

    public static double Served(IReadOnlyList<SteadyAnswer> answers) => (double)answers.Count(a => a.IsServed) / answers.Count;
}
