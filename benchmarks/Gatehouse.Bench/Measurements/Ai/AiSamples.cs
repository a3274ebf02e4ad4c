using Gatehouse.Bench.Peers.Ai;

namespace Gatehouse.Bench.Measurements.Ai;

/// <summary>What the rounds gave, by peer and workload, and the figures that follow from it.</summary>
internal sealed class AiSamples
{
    private const string Ours = "gatehouse";
    private const string Theirs = "portkey";
    private const string Vendor = "vendor";
    private const double Share = 0.1;
    private const double RequestsBar = 5000;
    private const double FirstTokenBar = 0.5;

    private readonly Dictionary<(string Peer, string Workload), List<LoadSample>> _loads = [];
    private readonly Dictionary<(string Peer, string Workload), List<PacedSample>> _paced = [];

    public void Add(AiPeer peer, AiWorkload workload, LoadSample sample) => Of(_loads, peer.Name, workload).Add(sample);

    public void Add(AiPeer peer, AiWorkload workload, PacedSample sample) => Of(_paced, peer.Name, workload).Add(sample);

    /// <summary>Rates and CPU of a workload, and their ratio where both could do it.</summary>
    public IEnumerable<BarredFigure> LoadFigures(AiWorkload workload)
    {
        foreach (var peer in (string[])[Ours, Theirs])
        {
            if (Of(_loads, peer, workload) is { Count: > 0 } samples)
            {
                double? bar = peer == Ours && workload == AiWorkload.Small ? RequestsBar : null;
                yield return new($"{workload.Name}: {peer}", Statistics.Median(samples.Select(s => s.PerSecond)), "/s", bar) { IsLeast = true };
                yield return new($"{workload.Name}: {peer}, CPU", Statistics.Median(samples.Select(s => s.CpuMicroseconds)), "µs", null);
            }
        }

        List<LoadSample> ours = Of(_loads, Ours, workload), theirs = Of(_loads, Theirs, workload);
        if (ours.Count > 0 && theirs.Count > 0)
        {
            yield return new($"{workload.Name}: CPU, gatehouse ÷ portkey", Statistics.Median(ours.Zip(theirs, (a, b) => a.CpuMicroseconds / b.CpuMicroseconds)), "", Share);
        }
    }

    /// <summary>Delays of a workload at a fixed rate, beyond the vendor's own.</summary>
    public IEnumerable<BarredFigure> PacedFigures(AiWorkload workload, string what)
    {
        var direct = Of(_paced, Vendor, workload);
        yield return new($"{workload.Name}: {what} from the vendor itself, p50", Statistics.Median(direct.Select(d => d.P50)), "ms", null);
        List<PacedSample> ours = Of(_paced, Ours, workload), theirs = Of(_paced, Theirs, workload);
        yield return new($"{workload.Name}: {what}, p50 added by gatehouse", Added(ours, direct, s => s.P50), "ms", null);
        yield return new($"{workload.Name}: {what}, p99 added by gatehouse", Added(ours, direct, s => s.P99), "ms", FirstTokenBar);
        if (theirs.Count > 0)
        {
            yield return new($"{workload.Name}: {what}, p50 added by portkey", Added(theirs, direct, s => s.P50), "ms", null);
            var ratios = ours.Zip(theirs, direct).Select(r => (r.First.P50 - r.Third.P50) / (r.Second.P50 - r.Third.P50));
            yield return new($"{workload.Name}: {what}, p50 added, gatehouse ÷ portkey", Statistics.Median(ratios), "", Share);
        }
    }

    private static double Added(List<PacedSample> peer, List<PacedSample> direct, Func<PacedSample, double> value)
        => Statistics.Median(peer.Zip(direct, (p, d) => value(p) - value(d)));

    private static List<T> Of<T>(Dictionary<(string Peer, string Workload), List<T>> samples, string peer, AiWorkload workload)
        => samples.TryGetValue((peer, workload.Name), out var list) ? list : samples[(peer, workload.Name)] = [];
}
