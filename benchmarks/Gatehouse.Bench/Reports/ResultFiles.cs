using System.Globalization;
using Gatehouse.Bench.Measurements;

namespace Gatehouse.Bench.Reports;

/// <summary>The pair of files one run leaves behind, relative to the repository root.</summary>
internal sealed record ResultFiles(string JsonFile, string MarkdownFile)
{
    private const string Folder = "benchmarks/results";

    public static ResultFiles Named(string name, TimeProvider clock)
    {
        var stem = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():yyyy-MM-dd}-{name}"));
        return new ResultFiles(stem + ".json", stem + ".md");
    }

    public async Task WriteAsync(MachineFacts facts, BenchOptions options, IReadOnlyList<ScenarioResult> results, CancellationToken cancel)
    {
        Directory.CreateDirectory(Folder);
        await File.WriteAllBytesAsync(JsonFile, JsonReport.Document(facts, options, results), cancel);
        await File.WriteAllTextAsync(MarkdownFile, MarkdownReport.Document(facts, options, results), cancel);
    }
}
