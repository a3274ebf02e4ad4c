using System.Diagnostics;
using Gatehouse.Bench.Loads;
using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Measurements;

/// <summary>
/// A service of 32 workers behind <c>adaptive-concurrency</c> under a steady load of three quarters of what they could serve if 10 ms were 10 ms,
/// and of nearly all that they serve with what timers and the machine add; it loses three quarters of its workers for 20 s and gets them back.
/// </summary>
internal sealed class AdaptiveMeasurement(BenchOptions options, TextWriter output)
{
    private const int Workers = 32;
    private const int FewWorkers = 8;
    private const int PerSecond = 2400;
    private const double RecoveredShare = 0.99;
    private static readonly TimeSpan Calibration = TimeSpan.FromSeconds(5);

    public async Task<List<SingleFigure>> RunAsync(Scenario scenario, string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        var certificate = await BenchCertificate.CreateAsync(folder, TimeProvider.System, cancel);
        var originPort = FreePort.Next();
        await using var origin = new WorkerOrigin(originPort, FewWorkers);
        var capacity = await CapacityAsync(originPort, cancel);
        origin.Resize(Workers);
        var peer = PeerList.Get("gatehouse");
        var setup = new PeerSetup(scenario, Path.Combine(folder, peer.Name), FreePort.Next(), originPort, 0, certificate, null);
        await using var running = await RunningPeer.StartAsync(peer, setup, options.ProxyCore, cancel);
        using var load = new SteadyLoad(setup.Port);
        await WaitAsync(setup.Port, cancel);

        // Little is asked: what a request takes by itself, the way to it included.
        await load.RunAsync(100, TimeSpan.FromSeconds(3), cancel);
        var unloaded = await load.RunAsync(200, TimeSpan.FromSeconds(5), cancel);
        await load.RunAsync(PerSecond, TimeSpan.FromSeconds(5), cancel);
        var before = await load.RunAsync(PerSecond, TimeSpan.FromSeconds(10), cancel);
        origin.Resize(FewWorkers);
        var during = await load.RunAsync(PerSecond, TimeSpan.FromSeconds(20), cancel);
        origin.Resize(Workers);
        var after = await load.RunAsync(PerSecond, TimeSpan.FromSeconds(15), cancel);

        await output.WriteAsync(SteadyCourse.Table("before", before));
        await output.WriteAsync(SteadyCourse.Table("a quarter of the workers", during));
        await output.WriteAsync(SteadyCourse.Table("after", after));
        return
        [
            new("capacity of a quarter of the workers, answers/s", 0, capacity),
            new("p99 unloaded, ms", 0, SteadyCourse.P99(unloaded)),
            new("p99 before, ms", 0, SteadyCourse.P99(before)),
            new("served before, %", 0, 100 * SteadyCourse.Served(before)),
            new("goodput with a quarter of the workers, % of what they can", 0, 100.0 * during.Count(a => a.IsServed) / 20.0 / capacity),
            new("p99 of what was let in then, ms", 0, SteadyCourse.P99(during)),
            new("high priority served then, %", 0, 100 * SteadyCourse.Served([.. during.Where(a => a.IsHigh)])),
            new("seconds until 99 % are served again", 0, Recovery(after)),
        ];
    }

    /// <summary>Answers per second of the origin by itself, asked by more at a time than it has workers.</summary>
    private static async Task<double> CapacityAsync(int port, CancellationToken cancel)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var answered = 0;
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 4 * FewWorkers).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(start) < Calibration)
            {
                using var response = await client.GetAsync(new Uri("/", UriKind.Relative), cancel);
                Interlocked.Increment(ref answered);
            }
        }));
        return answered / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Seconds after which no second has less than the share served.</summary>
    private static double Recovery(IReadOnlyList<SteadyAnswer> answers)
        => answers.GroupBy(a => (int)a.Asked.TotalSeconds).Where(s => SteadyCourse.Served([.. s]) < RecoveredShare).Select(s => s.Key + 1).DefaultIfEmpty(0).Max();

    private static async Task WaitAsync(int port, CancellationToken cancel)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        for (var i = 0; ; i++)
        {
            try
            {
                using var response = await client.GetAsync(new Uri("/normal", UriKind.Relative), cancel);
                return;
            }
            catch (HttpRequestException) when (i < 3000)
            {
                await Task.Delay(10, cancel);
            }
        }
    }
}
