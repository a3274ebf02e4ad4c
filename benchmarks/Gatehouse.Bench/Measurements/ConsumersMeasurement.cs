using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Processes;

namespace Gatehouse.Bench.Measurements;

/// <summary>What a hundred thousand consumers with an API key each cost the built program: time until it is ready, and memory then.</summary>
internal sealed class ConsumersMeasurement(BenchOptions options)
{
    private const int Many = 100_000;
    private const double SecondsBar = 3;
    private const double MegabytesBar = 300;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public async Task<IReadOnlyList<BarredFigure>> RunAsync(string folder, CancellationToken cancel)
    {
        var empty = new List<double>();
        var full = new List<double>();
        var resident = new List<double>();
        for (int round = 0; round < options.Rounds; round++)
        {
            empty.Add((await StartAsync(Path.Combine(folder, $"empty{round}"), 0, cancel)).Seconds);
            var (seconds, megabytes) = await StartAsync(Path.Combine(folder, $"full{round}"), Many, cancel);
            full.Add(seconds);
            resident.Add(megabytes);
        }

        double whole = Statistics.Median(full), bare = Statistics.Median(empty);
        return
        [
            new("100,000 consumers with a key each: start until ready", whole, "s", null),
            new("100,000 consumers with a key each: beyond a start with none", whole - bare, "s", SecondsBar),
            new("100,000 consumers with a key each: resident when ready", Statistics.Median(resident), "MB", MegabytesBar),
        ];
    }

    private async Task<(double Seconds, double Megabytes)> StartAsync(string folder, int consumers, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        int status = FreePort.Next();
        string node = Path.Combine(folder, "gatehouse.yaml"), declarative = Path.Combine(folder, "kong.yml"), output = Path.Combine(folder, "output.log");
        await File.WriteAllTextAsync(declarative, Declarative(consumers), cancel);
        await File.WriteAllTextAsync(node, $"""
            prefix: {folder}
            database: "off"
            declarative_config: {declarative}
            proxy_listen: 127.0.0.1:{FreePort.Next()}
            admin_listen: "off"
            status_listen: 127.0.0.1:{status}
            proxy_access_log: {Path.Combine(folder, "access.log")}
            nginx_worker_processes: 1

            """, cancel);
        using var client = new HttpClient();
        long start = Stopwatch.GetTimestamp();
        await using var process = PinnedProcess.Start(options.ProxyCore, output, Path.GetFullPath(GatehousePeer.Executable), "start", "--config", node);
        while (!await IsReadyAsync(client, status, cancel))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > Deadline)
            {
                throw new BenchException($"gatehouse did not get ready: {process.Output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), cancel);
        }

        return (Stopwatch.GetElapsedTime(start).TotalSeconds, ProcessTree.ResidentBytes(process.Pid) / 1e6);
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port, CancellationToken cancel)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/status/ready"), cancel);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static string Declarative(int consumers)
    {
        var text = new StringBuilder("""
            _format_version: "3.0"
            services:
            - {name: origin, url: 'http://127.0.0.1:1', routes: [{name: all, paths: [/]}]}
            plugins:
            - {name: key-auth}
            consumers:

            """);
        for (int i = 0; i < consumers; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{username: user-{i}, keyauth_credentials: [{{key: key-of-user-{i}-0123456789}}]}}\n");
        }

        return consumers > 0 ? text.ToString() : text.Replace("consumers:\n", "").ToString();
    }
}
