using System.Diagnostics;
using Gatehouse.Bench.Loads;
using Gatehouse.Bench.Peers.Ai;
using Gatehouse.Bench.Processes;
using Gatehouse.TestKit.Origins;

namespace Gatehouse.Bench.Measurements.Ai;

/// <summary>
/// 2,000 streams of 50 tokens a second at a time, with the first token of further ones measured meanwhile; then 200,000 short streams after each
/// other, with resident memory after the first tenth and at the end.
/// </summary>
internal sealed class AiStreamsMeasurement(BenchOptions options, TextWriter output)
{
    private const int Streams = 2000;
    private const int TokensPerSecond = 50;
    private const int SoakStreams = 200_000;
    private const int SoakConnections = 64;
    private const double LeastShare = 0.99;
    private const double MostGrowth = 1.1;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<BarredFigure>> RunAsync(string folder, CancellationToken cancel)
    {
        Directory.CreateDirectory(folder);
        await using var crowd = SseVendor.Start(new SseVendorOptions { Events = int.MaxValue, Interval = 1000 / TokensPerSecond });
        await using var soak = SseVendor.Start(new SseVendorOptions { Events = 3, Interval = 1 });
        await using var gatehouse = await GatehouseAi.StartAsync(
            Path.Combine(folder, "gatehouse"), new Dictionary<string, int> { ["crowd"] = crowd.Port, ["m"] = soak.Port }, options.ProxyCore, cancel);
        await gatehouse.WaitAsync(AiWorkload.StreamOf("m"), cancel);
        return [.. await CrowdAsync(gatehouse, crowd, cancel), .. await SoakAsync(gatehouse, folder, cancel)];
    }

    private async Task<IReadOnlyList<BarredFigure>> CrowdAsync(AiPeer gatehouse, SseVendor vendor, CancellationToken cancel)
    {
        using var readers = new StreamCrowd(gatehouse.Port, Streams, gatehouse.RequestOf(AiWorkload.StreamOf("crowd")));
        for (var i = 0; vendor.OpenStreams < Streams; i++)
        {
            await (i < 500 ? Task.Delay(20, cancel) : throw new BenchException($"only {vendor.OpenStreams} streams began"));
        }

        await Task.Delay(TimeSpan.FromSeconds(5), cancel);
        long sent = vendor.EventsSent, received = readers.Received, cpu = gatehouse.CpuMicroseconds, start = Stopwatch.GetTimestamp();
        await Task.Delay(Window, cancel);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        sent = vendor.EventsSent - sent;

        // The readers' last pass may lie a little back.
        await Task.Delay(150, cancel);
        received = readers.Received - received;
        var used = gatehouse.CpuMicroseconds - cpu;
        var arrived = Math.Min(1, (double)received / (sent * vendor.EventBytes));
        await output.WriteLineAsync($"    {sent / seconds:F0} events/s, {arrived:P1} arrived, {used / 1e4 / seconds:F0} % of a core, {readers.Ended} ended, {vendor.BrokenStreams} broken");
        return readers.Ended + vendor.BrokenStreams > 0
            ? throw new BenchException($"{readers.Ended} streams ended, {vendor.BrokenStreams} broke")
            :
            [
                new($"{Streams} streams of {TokensPerSecond} tokens/s: events sent by the vendor", sent / seconds, "/s", LeastShare * Streams * TokensPerSecond) { IsLeast = true },
                new($"{Streams} streams: share of their bytes that arrived meanwhile", arrived, "", LeastShare) { IsLeast = true },
                new($"{Streams} streams: gateway", used / 1e4 / seconds, "% of its core", 100),
                new($"{Streams} streams: CPU for an event", (double)used / sent, "µs", null),
                new($"{Streams} streams: resident", gatehouse.ResidentBytes / 1e6, "MB", null),
            ];
    }

    private async Task<IReadOnlyList<BarredFigure>> SoakAsync(AiPeer gatehouse, string folder, CancellationToken cancel)
    {
        var workload = AiWorkload.StreamOf("m");
        double first = 0, last = 0, most = 0;
        long done = 0;
        var start = Stopwatch.GetTimestamp();
        while (done < SoakStreams)
        {
            var load = await Wrk.PostAsync(gatehouse, workload, SoakConnections, 5, options.LoadCore, folder, cancel);
            done += load is { Errors: 0, Requests: > 0 } ? load.Requests : throw new BenchException($"{load.Errors} of {load.Requests} streams failed");
            last = gatehouse.ResidentBytes / 1e6;
            first = first == 0 && done >= SoakStreams / 10 ? last : first;
            most = Math.Max(most, last);
            await output.WriteLineAsync($"    {done} streams: {last:F1} MB");
        }

        return
        [
            new("streams after each other", done / Stopwatch.GetElapsedTime(start).TotalSeconds, "/s", null),
            new($"{done} streams: resident after a tenth", first, "MB", null),
            new($"{done} streams: resident at the end", last, "MB", null),
            new($"{done} streams: resident at most", most, "MB", null),
            new($"{done} streams: end ÷ after a tenth", last / first, "", MostGrowth),
        ];
    }
}
