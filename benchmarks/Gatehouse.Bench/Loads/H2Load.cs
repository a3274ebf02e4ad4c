using System.Globalization;
using System.Text.RegularExpressions;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Loads;

/// <summary>h2load: HTTP/2 for a time, or an exact number of HTTP/1.1 requests.</summary>
internal static partial class H2Load
{
    // Few connections with many streams each is how browsers and gRPC clients use HTTP/2.
    private const int StreamsPerConnection = 8;

    public static Task<LoadResult> RunHttp2Async(LoadTarget target, int seconds, CancellationToken cancel)
    {
        var connections = Math.Max(1, target.Connections / StreamsPerConnection);
        return RunAsync(target, ["-D", Text(seconds), "-c", Text(connections), "-m", Text(StreamsPerConnection)], cancel);
    }

    public static Task<LoadResult> RunHttp1Async(LoadTarget target, long requests, CancellationToken cancel) =>
        RunAsync(target, ["--h1", "-n", requests.ToString(CultureInfo.InvariantCulture), "-c", Text(target.Connections)], cancel);

    /// <summary>HTTP/1.1 at a pace far below saturation, spread over the scenario's routes: what is slow then was held up.</summary>
    public static async Task<LoadResult> RunPacedAsync(LoadTarget target, int seconds, int requestsPerSecondAndConnection, CancellationToken cancel)
    {
        var addresses = Path.Combine(target.Folder, "addresses.txt");
        var root = target.Url[..^target.Scenario.Path.Length];
        await File.WriteAllLinesAsync(addresses, Enumerable.Range(0, target.Scenario.Routes).Select(i => $"{root}{Scenario.RoutePath(i * 7 % target.Scenario.Routes)}/17"), cancel);
        return await RunAsync(target,
            ["--h1", "-D", Text(seconds), "-c", Text(target.Connections), "--rps", Text(requestsPerSecondAndConnection), "-i", addresses], cancel);
    }

    private static async Task<LoadResult> RunAsync(LoadTarget target, string[] load, CancellationToken cancel)
    {
        var timings = Path.Combine(target.Folder, "h2load.tsv");
        File.Delete(timings);
        var output = await CommandLine.RunAsync("taskset",
            ["-c", Text(target.Core), "h2load", "-t1", $"--log-file={timings}", .. load, .. load.Contains("-i") ? [] : (string[])[target.Url]], cancel);
        var finished = FinishedIn().Match(output);
        var counts = RequestCounts().Match(output);
        var statuses = StatusCounts().Match(output);
        if (!finished.Success || !counts.Success || !statuses.Success)
        {
            throw new BenchException($"h2load printed no summary: {output}");
        }

        var good = Number(statuses, 1);
        var errors = Number(counts, 2) + Number(counts, 3) + Number(counts, 4) + Number(statuses, 2) + Number(statuses, 3) + Number(statuses, 4);
        var (p50, p99) = await PercentilesAsync(timings, cancel);
        return new LoadResult(good, Seconds(finished), p50, p99, errors);
    }

    // Each line: start in µs, status, time to the end of the answer in µs.
    private static async Task<(double P50, double P99)> PercentilesAsync(string file, CancellationToken cancel)
    {
        var microseconds = new List<int>();
        await foreach (var line in File.ReadLinesAsync(file, cancel))
        {
            microseconds.Add(int.Parse(line.AsSpan(line.LastIndexOf('\t') + 1), CultureInfo.InvariantCulture));
        }

        microseconds.Sort();
        double At(double fraction) => microseconds.Count == 0 ? 0 : microseconds[(int)(fraction * (microseconds.Count - 1))] / 1e3;
        return (At(0.50), At(0.99));
    }

    private static double Seconds(Match finished)
    {
        var value = double.Parse(finished.Groups[1].Value, CultureInfo.InvariantCulture);
        return finished.Groups[2].Value switch { "us" => value / 1e6, "ms" => value / 1e3, _ => value };
    }

    private static long Number(Match match, int group) => long.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"finished in ([0-9.]+)(us|ms|s),")]
    private static partial Regex FinishedIn();

    [GeneratedRegex(@"requests: .* (\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout")]
    private static partial Regex RequestCounts();

    [GeneratedRegex(@"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx")]
    private static partial Regex StatusCounts();
}
