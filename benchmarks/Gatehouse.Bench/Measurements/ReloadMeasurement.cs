using Gatehouse.Bench.Loads;
using Gatehouse.Bench.Peers;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Measurements;

/// <summary>
/// Milliseconds of the 99th percentile at a steady pace: undisturbed, and while twenty reloads come one a second, each of a
/// configuration that differs in every route. Any failed request or reset connection fails the run.
/// </summary>
internal sealed class ReloadMeasurement(BenchOptions options)
{
    private const int Connections = 16;
    private const int RequestsPerSecondAndConnection = 100;
    private const int WarmUpReloads = 5;
    private const int Reloads = 20;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    public async Task<List<SingleFigure>> RunAsync(Scenario scenario, string folder, CancellationToken cancel)
    {
        await using var group = await PeerGroup.StartAsync(options, scenario, folder, cancel);
        var figures = new List<SingleFigure>();
        foreach (var peer in group.Peers)
        {
            if (!await peer.TryReloadAsync(1, cancel))
            {
                continue;
            }

            await RunAsync(peer, 2, WarmUpReloads, cancel);
            var quiet = await RunAsync(peer, 20, 0, cancel);
            var disturbed = await RunAsync(peer, 100, Reloads, cancel);
            figures.Add(new SingleFigure($"{peer.Name}, undisturbed", 0, quiet.P99));
            figures.Add(new SingleFigure($"{peer.Name}, {Reloads} reloads", 0, disturbed.P99));
        }

        return figures;
    }

    private async Task<LoadResult> RunAsync(RunningPeer peer, int firstRevision, int reloads, CancellationToken cancel)
    {
        var target = new LoadTarget(peer.Setup.Scenario, peer.Setup.Port, Connections, options.LoadCore, peer.Setup.Folder, peer.Setup.Tokens);
        var load = H2Load.RunPacedAsync(target, Math.Max(10, reloads + 2), RequestsPerSecondAndConnection, cancel);
        using var pace = new PeriodicTimer(Pace);
        for (var i = 0; i < reloads; i++)
        {
            await pace.WaitForNextTickAsync(cancel);
            await peer.TryReloadAsync(firstRevision + i, cancel);
        }

        var result = await load;
        return result is { Errors: 0, Requests: > 0 }
            ? result
            : throw new BenchException($"{peer.Name}: {result.Errors} of {result.Requests} requests failed during {reloads} reloads");
    }
}
