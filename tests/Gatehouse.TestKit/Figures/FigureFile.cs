using System.Text.Json;

namespace Gatehouse.TestKit.Figures;

/// <summary>
/// Where tests that measure leave their figures for <c>./bench</c>: JSON lines in the file that <c>GATEHOUSE_FIGURES</c> names. Where
/// it names none, nothing is written.
/// </summary>
public static class FigureFile
{
    /// <summary>Name of the environment variable.</summary>
    public const string Variable = "GATEHOUSE_FIGURES";

    /// <summary>Appends a figure.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="value">How much.</param>
    /// <param name="unit">Of what, e.g. <c>ns</c>.</param>
    /// <param name="bar">How much it may be; null = it is only told.</param>
    public static void Add(string name, double value, string unit, double? bar = null)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file)
        {
            File.AppendAllText(file, JsonSerializer.Serialize(new { name, value, unit, bar }) + "\n");
        }
    }
}
