using System.Text.RegularExpressions;
using Gatehouse.Ai.Caching;
using Gatehouse.Ai.Observability;
using Gatehouse.Ai.Tests.Accounting;
using Gatehouse.Ai.Tests.Pipeline;
using Gatehouse.Ai.Tests.Selection;
using Gatehouse.TestKit.Documents;
using Xunit;

namespace Gatehouse.Ai.Tests.Observability;

/// <summary>The metrics page has exactly the metrics of the LLM gateway that a scrape can show, with their types and labels.</summary>
public sealed partial class AiMetricReferenceTests
{
    [Fact]
    public async Task Page_has_the_metrics_that_a_scrape_shows()
    {
        await using var books = await AccountantBench.OpenAsync();
        using var bench = new WatchBench(() => books.Accountant);
        var kept = new MemoryAnswerCache(TimeProvider.System);
        kept.Store("k", [1], TimeSpan.FromMinutes(1));
        bench.Registry.AddCollector(new CacheMetrics(kept));
        bench.Deployments.Of("p", "d");
        var model = Pipeline.Calls.Model("m", Samples.Deployment("a", TimeProvider.System, transport: ScriptedVendor.Refusing(500)), Samples.Deployment("b", TimeProvider.System, 1, transport: ScriptedVendor.Streaming(Pipeline.Calls.Stream("hi"))));
        var call = bench.Begin(model);
        call.Watch!.NoteCache("hit", 0.1m);
        Assert.Null(await bench.RunAsync(call, model, isStream: true));
        bench.Watcher.Metrics.ObserveOverhead(TimeSpan.Zero);
        bench.Watcher.Metrics.GenAi.Observe(0, "chat", Recorded(call) with { MeanGap = TimeSpan.FromMilliseconds(3) });

        var emitted = Emitted(bench.Scrape());
        var rows = DocumentTable.Read("docs/reference/metrics.md", "ai metrics");

        Assert.Equal(emitted.Order(), rows.Select(r => $"{r[0]} {r[1]} {r[2]}").Order());
        Assert.All(rows, r => Assert.NotEmpty(r[3]));
    }

    private static AttemptRecord Recorded(Ai.Pipeline.AiCall call) => call.Watch!.Attempts[^1];

    private static IEnumerable<string> Emitted(string text)
    {
        foreach (Match family in TypeLine().Matches(text))
        {
            string name = family.Groups[1].Value, type = family.Groups[2].Value;
            string suffix = type == "histogram" ? "_count" : "";
            var sample = Regex.Match(text, $"^{name}{suffix}(\\{{(?<labels>.*)\\}})? ", RegexOptions.Multiline);
            Assert.True(sample.Success, name);
            string labels = string.Join(", ", LabelName().Matches(sample.Groups["labels"].Value).Select(l => l.Groups[1].Value));
            yield return $"{name} {type} {(labels.Length == 0 ? "–" : labels)}";
        }
    }

    [GeneratedRegex("^# TYPE (\\S+) (\\S+)$", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex("([a-z_]+)=\"")]
    private static partial Regex LabelName();
}
