using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Measurements;

/// <summary>The origin and every peer of one scenario, all running; idle ones cost the measured one nothing.</summary>
internal sealed class PeerGroup : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _running = [];

    private PeerGroup(string folder) => Folder = folder;

    public string Folder { get; }

    public List<RunningPeer> Peers { get; } = [];

    public static async Task<PeerGroup> StartAsync(BenchOptions options, Scenario scenario, string folder, CancellationToken cancel)
    {
        var group = new PeerGroup(folder);
        try
        {
            var setups = await group.StartOriginAsync(options, scenario, cancel);
            foreach (var (peer, setup) in setups)
            {
                var running = await RunningPeer.StartAsync(peer, setup, options.ProxyCore, cancel);
                group._running.Add(running);
                group.Peers.Add(running);
                await running.WaitUntilReadyAsync(cancel);
            }

            return group;
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the origin only; returns how each peer would be set up against it.</summary>
    public static async Task<(PeerGroup Group, List<(Peer Peer, PeerSetup Setup)> Setups)> OriginOnlyAsync(BenchOptions options, Scenario scenario, string folder, CancellationToken cancel)
    {
        var group = new PeerGroup(folder);
        try
        {
            return (group, await group.StartOriginAsync(options, scenario, cancel));
        }
        catch
        {
            await group.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        for (var i = _running.Count - 1; i >= 0; i--)
        {
            await _running[i].DisposeAsync();
        }
    }

    private async Task<List<(Peer Peer, PeerSetup Setup)>> StartOriginAsync(BenchOptions options, Scenario scenario, CancellationToken cancel)
    {
        Directory.CreateDirectory(Folder);
        var certificate = await BenchCertificate.CreateAsync(Folder, TimeProvider.System, cancel);
        var originPort = FreePort.Next();
        _running.Add(await Origin.StartAsync(Path.Combine(Folder, "origin"), originPort, options.LoadCore, cancel));
        BenchTokens? tokens = null;
        var redisPort = FreePort.Next();
        if (scenario.Protection != Protection.None)
        {
            var count = scenario.Protection == Protection.DistinctTokens ? LoadMeasurement.SecondsOfLoad(options) * BenchTokens.PerSecond : 1;
            tokens = await BenchTokens.CreateAsync(Path.Combine(Folder, "tokens"), count, TimeProvider.System, cancel);
            _running.Add(RedisServer.Start(Path.Combine(Folder, "redis"), redisPort, options.LoadCore));
        }

        return
        [
            .. options.Peers.Select(PeerList.Get).Where(p => p.Runs(scenario)).Select(
                p => (p, new PeerSetup(scenario, Path.Combine(Folder, p.Name), FreePort.Next(), originPort, redisPort, certificate, tokens))),
        ];
    }
}
