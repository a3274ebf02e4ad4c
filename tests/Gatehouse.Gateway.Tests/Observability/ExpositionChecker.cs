using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Observability;

/// <summary>Checks a scrape as Prometheus would read it: grammar, one family in one place, no sample twice, whole histograms.</summary>
internal static partial class ExpositionChecker
{
    public static void Check(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var families = new HashSet<string>();
        var samples = new HashSet<string>();
        string family = "";
        string type = "";
        foreach (string line in text.Split('\n')[..^1])
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                family = line.Split(' ')[2];
                Assert.True(families.Add(family), $"{family} appears twice");
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                Assert.Equal(family, line.Split(' ')[2]);
                type = line.Split(' ')[3];
                Assert.Contains(type, new[] { "counter", "gauge", "histogram" });
            }
            else
            {
                CheckSample(line, family, type, samples);
            }
        }

        Assert.NotEmpty(samples);
    }

    private static void CheckSample(string line, string family, string type, HashSet<string> samples)
    {
        var match = Sample().Match(line);
        Assert.True(match.Success, $"not a sample: {line}");
        string name = match.Groups["name"].Value;
        string[] suffixes = type == "histogram" ? ["_bucket", "_sum", "_count"] : [""];
        Assert.Contains(name, suffixes.Select(s => family + s));
        Assert.True(samples.Add(name + match.Groups["labels"].Value), $"twice: {line}");
        Assert.True(double.TryParse(match.Groups["value"].Value, CultureInfo.InvariantCulture, out _), line);
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?<labels>\{([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\[\\n"])*",?)*\})? (?<value>\S+)$""")]
    private static partial Regex Sample();
}
