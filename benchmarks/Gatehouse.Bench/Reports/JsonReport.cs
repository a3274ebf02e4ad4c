using System.Text.Json;
using Gatehouse.Bench.Measurements;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Reports;

/// <summary>Every round of every peer, for programs that compare runs.</summary>
internal static class JsonReport
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true };

    public static byte[] Document(MachineFacts facts, BenchOptions options, IReadOnlyList<ScenarioResult> results)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Layout))
        {
            json.WriteStartObject();
            json.WriteStartObject("machine");
            foreach (var (key, value) in facts.Items)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            json.WriteNumber("rounds", options.Rounds);
            json.WriteNumber("seconds", options.Seconds);
            json.WriteNumber("connections", options.Connections);
            json.WriteStartArray("scenarios");
            foreach (var result in results)
            {
                Write(json, result);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ScenarioResult result)
    {
        json.WriteStartObject();
        json.WriteString("name", result.Scenario.Name);
        json.WriteStartArray("samples");
        foreach (var sample in result.Samples)
        {
            Write(json, sample);
        }

        foreach (var figure in result.Figures)
        {
            json.WriteStartObject();
            json.WriteString("peer", figure.Peer);
            json.WriteNumber("round", figure.Round);
            json.WriteNumber(UnitOf(result.Scenario.Kind), Math.Round(figure.Value, 2));
            json.WriteEndObject();
        }

        foreach (var figure in result.Barred)
        {
            Write(json, figure);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, BarredFigure figure)
    {
        json.WriteStartObject();
        json.WriteString("figure", figure.Name);
        json.WriteNumber("value", Math.Round(figure.Value, 3));
        json.WriteString("unit", figure.Unit);
        if (figure.Bar is { } bar)
        {
            json.WriteNumber("bar", bar);
            json.WriteBoolean("met", figure.IsMet);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Sample sample)
    {
        json.WriteStartObject();
        json.WriteString("peer", sample.Peer);
        json.WriteNumber("round", sample.Round);
        json.WriteNumber("requests_per_second", Math.Round(sample.RequestsPerSecond));
        json.WriteNumber("cpu_us_per_request", Math.Round(sample.CpuMicroseconds, 3));
        json.WriteNumber("p50_ms", Math.Round(sample.P50, 3));
        json.WriteNumber("p99_ms", Math.Round(sample.P99, 3));
        json.WriteNumber("rss_mb", Math.Round(sample.ResidentMegabytes, 2));
        json.WriteNumber("others_share", Math.Round(sample.OthersShare, 3));
        json.WriteNumber("logged_share", Math.Round(sample.LoggedShare, 4));
        json.WriteEndObject();
    }

    private static string UnitOf(ScenarioKind kind) => kind switch
    {
        ScenarioKind.Start => "first_answer_ms",
        ScenarioKind.Memory => "rss_mb",
        ScenarioKind.Reload => "p99_ms",
        _ => "value",
    };
}
