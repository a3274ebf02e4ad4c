using System.Globalization;
using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Peers.Ai;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Loads;

/// <summary>wrk with a script of ours that spreads requests over the routes and prints the summary for a program to read.</summary>
internal static class Wrk
{
    private const string Marker = "SUMMARY ";

    private const string Done = $$"""
        function done(summary, latency, requests)
            local e = summary.errors
            io.write(string.format("{{Marker}}%d %d %.1f %.1f %d\n", summary.requests, summary.duration,
                latency:percentile(50), latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
        end
        """;

    public static async Task<LoadResult> RunAsync(LoadTarget target, int seconds, CancellationToken cancel)
    {
        var script = Path.Combine(target.Folder, "load.lua");
        await File.WriteAllTextAsync(script, Script(target, seconds), cancel);
        var connections = target.Connections.ToString(CultureInfo.InvariantCulture);
        var output = await CommandLine.RunAsync("taskset",
            ["-c", target.Core.ToString(CultureInfo.InvariantCulture), "wrk", "-t1", "-c", connections, "-d", $"{seconds}s", "--timeout", "10s", "--latency", "-s", script, target.Url],
            cancel);
        return Parse(output);
    }

    /// <summary>Posts the same request over and over.</summary>
    public static async Task<LoadResult> PostAsync(AiPeer peer, AiWorkload workload, int connections, int seconds, int core, string folder, CancellationToken cancel)
    {
        var script = Path.Combine(folder, "load.lua");
        var fields = string.Concat(peer.Fields.Concat(workload.Fields).Select(f => $"wrk.headers[\"{f.Key}\"] = \"{f.Value}\"\n"));
        await File.WriteAllTextAsync(script, $"""
            wrk.method = "POST"
            wrk.body = [==[{workload.Body}]==]
            wrk.headers["Content-Type"] = "application/json"
            {fields}
            {Done}
            """, cancel);
        var output = await CommandLine.RunAsync("taskset",
            ["-c", core.ToString(CultureInfo.InvariantCulture), "wrk", "-t1", "-c", connections.ToString(CultureInfo.InvariantCulture), "-d", $"{seconds}s", "--timeout", "10s", "--latency", "-s", script, $"http://127.0.0.1:{peer.Port}{workload.Path}"],
            cancel);
        return Parse(output);
    }

    internal static LoadResult Parse(string output)
    {
        var start = output.LastIndexOf(Marker, StringComparison.Ordinal);
        if (start < 0)
        {
            throw new BenchException($"wrk printed no summary: {output}");
        }

        var line = output[(start + Marker.Length)..];
        var numbers = line[..line.IndexOf('\n', StringComparison.Ordinal)].Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new LoadResult((long)numbers[0], numbers[1] / 1e6, numbers[2] / 1e3, numbers[3] / 1e3, (long)numbers[4]);
    }

    private static string Script(LoadTarget target, int seconds)
    {
        var scenario = target.Scenario;
        var method = scenario.RequestBodyBytes > 0
            ? $"""
                wrk.method = "POST"
                wrk.body = string.rep("b", {scenario.RequestBodyBytes})
                wrk.headers["Content-Type"] = "application/octet-stream"
                """
            : "";
        // Stride 7919 is a prime: neighbouring requests hit distant routes, and every route gets its share.
        var spread = scenario.Routes > 1
            ? $$"""
                local requests, next = {}, 0
                function init(args)
                    for i = 0, {{scenario.Routes - 1}} do requests[i] = wrk.format(nil, string.format("/api/v1/r%05d/items/17", i)) end
                end
                function request()
                    next = (next + 7919) % {{scenario.Routes}}
                    return requests[next]
                end
                """
            : "";
        return $$"""
            {{method}}
            {{spread}}
            {{Authorize(target, seconds)}}
            {{Done}}
            """;
    }

    /// <summary>Distinct tokens are read from the file as they are needed, from behind those that the peer has seen already.</summary>
    private static string Authorize(LoadTarget target, int seconds)
    {
        if (target.Tokens is not { } tokens)
        {
            return "";
        }

        if (target.Scenario.Protection == Protection.SameToken)
        {
            return $"wrk.headers[\"Authorization\"] = \"Bearer {tokens.First}\"";
        }

        // All lines are of the same length, so that nothing has to be read to get there.
        var start = (long)target.TokensUsed * (tokens.First.Length + 1);
        return $$"""
            local requests, next = {}, 0
            function init(args)
                local file = io.open("{{tokens.TokensFile}}")
                file:seek("set", {{start}})
                for token in file:lines() do
                    requests[#requests + 1] = token
                    if #requests == {{seconds * BenchTokens.PerSecond}} then break end
                end
                file:close()
            end
            function request()
                next = next % #requests + 1
                return "GET {{target.Scenario.Path}} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " .. requests[next] .. "\r\n\r\n"
            end
            """;
    }
}
