using System.Diagnostics;
using Gatehouse.Bench.Origins;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Measurements;

/// <summary>Milliseconds from exec to the first good answer through the proxy, several times per peer, peers alternating.</summary>
internal sealed class StartMeasurement(BenchOptions options)
{
    public async Task<List<SingleFigure>> RunAsync(Scenario scenario, string folder, CancellationToken cancel)
    {
        var (group, setups) = await PeerGroup.OriginOnlyAsync(options, scenario, folder, cancel);
        await using var running = group;
        var figures = new List<SingleFigure>();
        for (var round = 0; round < options.Rounds; round++)
        {
            foreach (var (peer, setup) in setups)
            {
                figures.Add(new SingleFigure(peer.Name, round, await OnceAsync(peer, setup, cancel)));
            }
        }

        return figures;
    }

    private async Task<double> OnceAsync(Peer peer, PeerSetup setup, CancellationToken cancel)
    {
        using var probe = new Probe(setup);
        var started = Stopwatch.GetTimestamp();
        await using var running = await RunningPeer.StartAsync(peer, setup, options.ProxyCore, cancel);
        await probe.UntilAnsweredAsync(running, cancel);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
