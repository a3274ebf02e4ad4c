using Gatehouse.Bench.Loads;
using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Measurements;

/// <summary>Saturating load on one peer after the other, round after round; who goes first changes with each round.</summary>
internal sealed class LoadMeasurement(BenchOptions options, TextWriter output)
{
    private const int WarmUpSeconds = 2;

    // Lost lines would be work not done: a peer that logs less than this is not measured under the same conditions.
    private const double LeastLoggedShare = 0.99;

    private readonly Dictionary<string, int> _tokensUsed = [];

    /// <summary>How long each peer is under load in all.</summary>
    public static int SecondsOfLoad(BenchOptions options) => WarmUpSeconds + (options.Rounds * options.Seconds);

    public async Task<List<Sample>> RunAsync(Scenario scenario, string folder, CancellationToken cancel)
    {
        await using var group = await PeerGroup.StartAsync(options, scenario, folder, cancel);
        foreach (var peer in group.Peers)
        {
            await LoadAsync(peer, WarmUpSeconds, cancel);
        }

        var samples = new List<Sample>();
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var turn = 0; turn < group.Peers.Count; turn++)
            {
                var sample = await MeasureAsync(group.Peers[(round + turn) % group.Peers.Count], round, cancel);
                samples.Add(sample);
                await output.WriteLineAsync($"    round {round + 1} {sample.Peer,-16} {sample.RequestsPerSecond,8:F0} req/s {sample.CpuMicroseconds,7:F2} µs  p50 {sample.P50:F2}  p99 {sample.P99:F2} ms  others {sample.OthersShare:P0}");
            }
        }

        return samples;
    }

    private async Task<Sample> MeasureAsync(RunningPeer peer, int round, CancellationToken cancel)
    {
        peer.TruncateLog();
        var core = CoreTime.Read(options.ProxyCore);
        var before = ProcessTree.CpuMicroseconds(peer.Pid);
        var load = await LoadAsync(peer, options.Seconds, cancel);
        var lines = await AccessLogLines.WaitForAsync(peer.AccessLog, load.Requests, cancel);
        // Read after the log is out: writing it is part of the price of a request.
        var cpu = ProcessTree.CpuMicroseconds(peer.Pid) - before;
        var share = (double)lines / load.Requests;
        if (share < LeastLoggedShare)
        {
            throw new BenchException($"{peer.Name} logged {lines} of {load.Requests} requests");
        }

        return new Sample(peer.Name, round)
        {
            RequestsPerSecond = load.Requests / load.Seconds,
            CpuMicroseconds = (double)cpu / load.Requests,
            P50 = load.P50,
            P99 = load.P99,
            ResidentMegabytes = ProcessTree.ResidentBytes(peer.Pid) / 1e6,
            OthersShare = CoreTime.Read(options.ProxyCore).ShareOfOthersSince(core, cpu),
            LoggedShare = Math.Min(1, share),
        };
    }

    private async Task<LoadResult> LoadAsync(RunningPeer peer, int seconds, CancellationToken cancel)
    {
        var target = new LoadTarget(peer.Setup.Scenario, peer.Setup.Port, options.Connections, options.LoadCore, peer.Setup.Folder, peer.Setup.Tokens)
        {
            TokensUsed = _tokensUsed.GetValueOrDefault(peer.Name),
        };
        var load = target.Scenario.Http2
            ? await H2Load.RunHttp2Async(target, seconds, cancel)
            : await Wrk.RunAsync(target, seconds, cancel);
        if (load is not { Errors: 0, Requests: > 0 })
        {
            throw new BenchException($"{peer.Name}: {load.Errors} of {load.Requests} requests failed");
        }

        NoteTokens(peer, seconds, load.Requests);
        return load;
    }

    /// <summary>No peer sees a token twice, however long it remembers: each run begins behind the tokens of the one before.</summary>
    private void NoteTokens(RunningPeer peer, int seconds, long requests)
    {
        if (peer.Setup.Scenario.Protection != Protection.DistinctTokens || !peer.ChecksTokens)
        {
            return;
        }

        // Besides those that were answered, one may be under way on each connection, and one was made to begin with.
        var used = requests + (2 * options.Connections);
        if (used > seconds * BenchTokens.PerSecond)
        {
            throw new BenchException($"{peer.Name} checks more than {BenchTokens.PerSecond} tokens a second: make more of them");
        }

        _tokensUsed[peer.Name] = _tokensUsed.GetValueOrDefault(peer.Name) + (int)used;
    }
}
