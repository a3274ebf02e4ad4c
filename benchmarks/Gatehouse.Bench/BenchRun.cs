using Gatehouse.Bench.Measurements;
using Gatehouse.Bench.Measurements.Ai;
using Gatehouse.Bench.Reports;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench;

/// <summary>Runs the chosen scenarios one after the other and writes the report after each, so that an interrupted run keeps what it has.</summary>
internal sealed class BenchRun(BenchOptions options, TextWriter output)
{
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        var facts = await MachineFacts.ReadAsync();
        var report = ResultFiles.Named(options.Name ?? (options.Scenarios is ["identity"] ? "identity" : options.Scenarios.All(s => s is "ai" or "ai-streams") ? "ai" : facts.Commit), TimeProvider.System);
        var folder = Directory.CreateTempSubdirectory("gatehouse-bench-").FullName;
        var results = new List<ScenarioResult>();
        try
        {
            foreach (var name in options.Scenarios)
            {
                var scenario = ScenarioList.Get(name);
                await output.WriteLineAsync($"==> {name}");
                var result = await MeasureAsync(scenario, Path.Combine(folder, name), cancel);
                results.Add(result);
                await output.WriteLineAsync(MarkdownReport.Table(result));
                await report.WriteAsync(facts, options, results, cancel);
            }

            await output.WriteLineAsync($"==> written: {report.JsonFile} {report.MarkdownFile}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<ScenarioResult> MeasureAsync(Scenario scenario, string folder, CancellationToken cancel) => scenario.Kind switch
    {
        ScenarioKind.Start => new ScenarioResult(scenario, [], await new StartMeasurement(options).RunAsync(scenario, folder, cancel)),
        ScenarioKind.Memory => new ScenarioResult(scenario, [], await new MemoryMeasurement(options).RunAsync(scenario, folder, cancel)),
        ScenarioKind.Reload => new ScenarioResult(scenario, [], await new ReloadMeasurement(options).RunAsync(scenario, folder, cancel)),
        ScenarioKind.Adaptive => new ScenarioResult(scenario, [], await new AdaptiveMeasurement(options, output).RunAsync(scenario, folder, cancel)),
        ScenarioKind.Identity => new ScenarioResult(scenario, [], []) { Barred = await new IdentityMeasurement(options).RunAsync(folder, cancel) },
        ScenarioKind.Ai => new ScenarioResult(scenario, [], []) { Barred = await new AiMeasurement(options, output).RunAsync(folder, cancel) },
        ScenarioKind.AiStreams => new ScenarioResult(scenario, [], []) { Barred = await new AiStreamsMeasurement(options, output).RunAsync(folder, cancel) },
        _ => new ScenarioResult(scenario, await new LoadMeasurement(options, output).RunAsync(scenario, folder, cancel), []),
    };
}
