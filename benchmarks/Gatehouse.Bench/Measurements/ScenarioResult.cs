using Gatehouse.Bench.Scenarios;

namespace Gatehouse.Bench.Measurements;

/// <summary>All that was measured for one scenario: samples under load, or single figures.</summary>
internal sealed record ScenarioResult(Scenario Scenario, IReadOnlyList<Sample> Samples, IReadOnlyList<SingleFigure> Figures)
{
    /// <summary>Figures with names and bars of their own, instead of either.</summary>
    public IReadOnlyList<BarredFigure> Barred { get; init; } = [];

    public IReadOnlyList<string> Peers { get; } = [.. Samples.Select(s => s.Peer).Concat(Figures.Select(f => f.Peer)).Distinct()];

    public IReadOnlyList<Sample> Of(string peer) => [.. Samples.Where(s => s.Peer == peer)];

    public double Median(string peer, Func<Sample, double> value) => Statistics.Median(Of(peer).Select(value));

    public double MedianFigure(string peer) => Statistics.Median(Figures.Where(f => f.Peer == peer).Select(f => f.Value));
}
