using System.Text.Json;
using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Measurements;

/// <summary>Runs tests that measure, as ./bench built them, each project in a process of its own, and collects their figures.</summary>
internal static class SpeedTests
{
    // What the tests' FigureFile reads.
    private const string Variable = "GATEHOUSE_FIGURES";

    public static async Task<IReadOnlyList<BarredFigure>> RunAsync(string project, string filter, string folder, CancellationToken cancel)
    {
        string file = Path.Combine(folder, Path.GetRandomFileName());

        // On every core: on one the compiler, which works beside the test until the code is hot, would be part of each figure.
        await CommandLine.RunAsync(
            "taskset", ["-c", $"0-{Environment.ProcessorCount - 1}", "env", $"{Variable}={file}", "dotnet", "test", project, "-c", "Release", "--no-build", "--nologo", "--filter", filter], cancel);
        return File.Exists(file)
            ? [.. (await File.ReadAllLinesAsync(file, cancel)).Select(Read)]
            : throw new BenchException($"no test of {project} left a figure");
    }

    private static BarredFigure Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var bar = root.GetProperty("bar");
        return new BarredFigure(
            root.GetProperty("name").GetString()!, root.GetProperty("value").GetDouble(), root.GetProperty("unit").GetString()!,
            bar.ValueKind == JsonValueKind.Null ? null : bar.GetDouble());
    }
}
