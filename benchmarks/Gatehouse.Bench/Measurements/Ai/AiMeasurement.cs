using Gatehouse.Bench.Loads;
using Gatehouse.Bench.Peers.Ai;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.Bench.Measurements.Ai;

/// <summary>
/// What a chat request costs on its way to a vendor, beside Portkey's gateway: CPU and rate under saturating load, round after round, and added
/// delay at a fixed rate. The gateway has keys, limits, budgets, ledger, logs and metrics on; Portkey has nothing of the kind.
/// </summary>
internal sealed class AiMeasurement(BenchOptions options, TextWriter output)
{
    private const int WarmUpSeconds = 2;
    private const int ChatsPerSecond = 100;
    private const int StreamsPerSecond = 12;

    private static readonly AiWorkload Stream = AiWorkload.StreamOf("m") with { Name = "stream of 50 tokens" };
    private static readonly AiWorkload[] Workloads = [AiWorkload.Small, AiWorkload.Large, Stream, AiWorkload.Translated];

    private readonly AiSamples _samples = new();

    public async Task<IReadOnlyList<BarredFigure>> RunAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        await using var vendor = SseVendor.Start(new SseVendorOptions { Interval = 1 });
        await using var gatehouse = await GatehouseAi.StartAsync(Path.Combine(folder, "gatehouse"), new Dictionary<string, int> { ["m"] = vendor.Port }, options.ProxyCore, cancel);
        await using var portkey = PortkeyAi.Start(Path.Combine(folder, "portkey"), vendor.Port, options.ProxyCore);
        var able = new List<(AiPeer Peer, AiWorkload Workload)>();
        foreach (var peer in (AiPeer[])[gatehouse, portkey])
        {
            await peer.WaitAsync(AiWorkload.Small, cancel);
            foreach (var workload in Workloads)
            {
                if (await peer.FaultAsync(workload, cancel) is { } fault)
                {
                    // What it cannot do is told, and not compared.
                    await output.WriteLineAsync($"    {peer.Name}: {workload.Name} left out: {fault}");
                    continue;
                }

                able.Add((peer, workload));
                await LoadAsync(peer, workload, WarmUpSeconds, folder, cancel);
            }
        }

        var direct = new AiPeer("vendor", vendor.Port, []);
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (peer, workload) in round % 2 == 0 ? able : able.AsEnumerable().Reverse())
            {
                await MeasureAsync(peer, workload, folder, cancel);
            }

            foreach (var (peer, workload) in able.Where(a => a.Workload == AiWorkload.Small || a.Workload == Stream).Concat([(direct, AiWorkload.Small), (direct, Stream)]))
            {
                await PaceAsync(peer, workload);
            }
        }

        return [.. Workloads.SelectMany(_samples.LoadFigures), .. _samples.PacedFigures(AiWorkload.Small, "answer"), .. _samples.PacedFigures(Stream, "first token")];
    }

    private async Task<LoadResult> LoadAsync(AiPeer peer, AiWorkload workload, int seconds, string folder, CancellationToken cancel)
    {
        var load = await Wrk.PostAsync(peer, workload, options.Connections, seconds, options.LoadCore, folder, cancel);
        return load is { Errors: 0, Requests: > 0 } ? load : throw new BenchException($"{peer.Name}, {workload.Name}: {load.Errors} of {load.Requests} requests failed");
    }

    private async Task MeasureAsync(AiPeer peer, AiWorkload workload, string folder, CancellationToken cancel)
    {
        var before = peer.CpuMicroseconds;
        var load = await LoadAsync(peer, workload, options.Seconds, folder, cancel);

        // What is written behind the answers is part of their price: the ledger is delivered once a second.
        await Task.Delay(1200, cancel);
        var sample = new LoadSample(load.Requests / load.Seconds, (double)(peer.CpuMicroseconds - before) / load.Requests);
        _samples.Add(peer, workload, sample);
        await output.WriteLineAsync($"    {peer.Name,-10} {workload.Name,-20} {sample.PerSecond,8:F0}/s {sample.CpuMicroseconds,9:F1} µs");
    }

    private async Task PaceAsync(AiPeer peer, AiWorkload workload)
    {
        using var calls = workload == Stream
            ? new PacedCalls(peer.Port, peer.RequestOf(workload), "\"content\":\" token\"", "0\r\n\r\n")
            : new PacedCalls(peer.Port, peer.RequestOf(workload), "\"content\":\"ok\"", "}}");
        var rate = workload == Stream ? StreamsPerSecond : ChatsPerSecond;
        await calls.RunAsync(rate, TimeSpan.FromSeconds(0.5));
        var times = (await calls.RunAsync(rate, TimeSpan.FromSeconds(options.Seconds))).Order().ToArray();
        var sample = new PacedSample(times[times.Length / 2], times[times.Length * 99 / 100]);
        _samples.Add(peer, workload, sample);
        await output.WriteLineAsync($"    {peer.Name,-10} {workload.Name,-20} p50 {sample.P50:F3} ms  p99 {sample.P99:F3} ms");
    }
}
