using System.Globalization;
using System.Text;
using Gatehouse.Bench.Measurements;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Reports;

/// <summary>The tables people read.</summary>
internal static class MarkdownReport
{
    public static string Document(MachineFacts facts, BenchOptions options, IReadOnlyList<ScenarioResult> results)
    {
        var text = new StringBuilder($"# {(results.Any(r => r.Peers.Count > 0) ? "Side by side" : "Figures and bars")}\n\n");
        foreach (var (key, value) in facts.Items)
        {
            text.Append(CultureInfo.InvariantCulture, $"* {key}: {value}\n");
        }

        bool hasPeers = results.Any(r => r.Peers.Count > 0);
        text.Append(!hasPeers ? "" : string.Create(CultureInfo.InvariantCulture, $"""

            {options.Rounds} alternating rounds of {options.Seconds} s, {options.Connections} connections, proxy on core {options.ProxyCore}, load and origin on core {options.LoadCore}.
            Figures are medians of the rounds. Ratios are peer ÷ nginx (buffered log) within the same round: median [lowest–highest]; below 1 is better, except for req/s.

            """));
        foreach (var result in results)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {result.Scenario.Name}\n\n{Table(result)}");
        }

        return text.ToString();
    }

    public static string Table(ScenarioResult result) => result.Scenario.Kind switch
    {
        ScenarioKind.Start => FigureTable(result, "first answer ms"),
        ScenarioKind.Memory => FigureTable(result, "RSS MB"),
        ScenarioKind.Reload => FigureTable(result, "p99 ms"),
        ScenarioKind.Adaptive => FigureTable(result, "value"),
        ScenarioKind.Identity => BarTable(
            result, "Times are the best of many windows, less what the request costs without the plugin; consumers are medians of starts on one core."),
        ScenarioKind.Ai => BarTable(
            result, "Medians of the rounds. Added: beyond what the vendor takes by itself, at a fixed rate; ratios within the same round. CPU is user and system time of the whole process, the ledger and its delivery included."),
        ScenarioKind.AiStreams => BarTable(result, "One core for the gateway; the other for vendor, readers and this program."),
        _ => LoadTable(result),
    };

    private static string BarTable(ScenarioResult result, string how)
    {
        var text = new StringBuilder($"""
            {how}

            | figure | measured | bar | met |
            |---|---:|---:|---|

            """);
        foreach (var figure in result.Barred)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {figure.Name} | {figure.Value:0.###} {figure.Unit} | {(figure.Bar is { } bar ? $"{(figure.IsLeast ? "≥ " : "")}{bar:0.###} {figure.Unit}" : "–")} ");
            text.Append(figure.Bar is null ? "| |\n" : figure.IsMet ? "| yes |\n" : "| no |\n");
        }

        return text.ToString();
    }

    private static string LoadTable(ScenarioResult result)
    {
        var text = new StringBuilder("""
            | peer | req/s | CPU µs/req | p50 ms | p99 ms | RSS MB | CPU ÷ nginx | won | req/s ÷ nginx | p99 ÷ nginx | core used by others |
            |---|---:|---:|---:|---:|---:|---|---:|---|---|---:|

            """);
        var reference = result.Of(PeerList.Reference);
        foreach (var peer in result.Peers)
        {
            var cpu = PairedRatio.Of(result.Of(peer), reference, s => s.CpuMicroseconds);
            text.Append(CultureInfo.InvariantCulture, $"| {peer} | {result.Median(peer, s => s.RequestsPerSecond):F0} | {result.Median(peer, s => s.CpuMicroseconds):F2} ");
            text.Append(CultureInfo.InvariantCulture, $"| {result.Median(peer, s => s.P50):F2} | {result.Median(peer, s => s.P99):F2} | {result.Median(peer, s => s.ResidentMegabytes):F1} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Text(cpu)} | {(cpu is null ? "–" : $"{cpu.RoundsBelowOne}/{cpu.Rounds}")} ");
            text.Append(CultureInfo.InvariantCulture, $"| {Text(PairedRatio.Of(result.Of(peer), reference, s => s.RequestsPerSecond))} | {Text(PairedRatio.Of(result.Of(peer), reference, s => s.P99))} | {result.Median(peer, s => s.OthersShare):P0} |\n");
        }

        return text.ToString();
    }

    private static string FigureTable(ScenarioResult result, string unit)
    {
        var text = new StringBuilder($"| peer | {unit} |\n|---|---:|\n");
        foreach (var peer in result.Peers)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {peer} | {result.MedianFigure(peer):F2} |\n");
        }

        return text.ToString();
    }

    private static string Text(PairedRatio? ratio) =>
        ratio is null ? "–" : string.Create(CultureInfo.InvariantCulture, $"{ratio.Median:F2} [{ratio.Lowest:F2}–{ratio.Highest:F2}]");
}
