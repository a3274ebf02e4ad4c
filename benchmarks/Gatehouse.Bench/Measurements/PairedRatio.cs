namespace Gatehouse.Bench.Measurements;

/// <summary>Peer divided by reference, round by round: the only comparison a noisy machine allows.</summary>
internal sealed record PairedRatio(double Median, double Lowest, double Highest, int RoundsBelowOne, int Rounds)
{
    public static PairedRatio? Of(IReadOnlyList<Sample> peer, IReadOnlyList<Sample> reference, Func<Sample, double> value)
    {
        var ratios = peer.Join(reference, p => p.Round, r => r.Round, (p, r) => value(p) / value(r)).ToArray();
        return ratios.Length == 0 ? null : new PairedRatio(Statistics.Median(ratios), ratios.Min(), ratios.Max(), ratios.Count(r => r < 1), ratios.Length);
    }
}
