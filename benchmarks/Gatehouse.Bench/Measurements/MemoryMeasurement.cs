using Gatehouse.Bench.Loads;
using Gatehouse.Bench.Processes;
using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Measurements;

/// <summary>Resident megabytes of the process tree after exactly a million requests.</summary>
internal sealed class MemoryMeasurement(BenchOptions options)
{
    private const long Requests = 1_000_000;

    public async Task<List<SingleFigure>> RunAsync(Scenario scenario, string folder, CancellationToken cancel)
    {
        await using var group = await PeerGroup.StartAsync(options, scenario, folder, cancel);
        var figures = new List<SingleFigure>();
        foreach (var peer in group.Peers)
        {
            var target = new LoadTarget(scenario, peer.Setup.Port, options.Connections, options.LoadCore, peer.Setup.Folder, peer.Setup.Tokens);
            var load = await H2Load.RunHttp1Async(target, Requests, cancel);
            if (load.Errors > 0 || load.Requests != Requests)
            {
                throw new BenchException($"{peer.Name}: {load.Errors} of {Requests} requests failed");
            }

            figures.Add(new SingleFigure(peer.Name, 0, ProcessTree.ResidentBytes(peer.Pid) / 1e6));
            peer.TruncateLog();
        }

        return figures;
    }
}
