using System.Globalization;

namespace Gatehouse.Ai.Tests.Compliance.Corpus;

/// <summary>Recall, precision and F2 of one class. F2 weighs recall twice, as a miss is worse than a false alarm.</summary>
internal sealed class ClassFigures(string name)
{
    public int Hits { get; set; }

    public int Misses { get; set; }

    public int FalseAlarms { get; set; }

    public double Recall => Ratio(Hits, Hits + Misses);

    public double Precision => Ratio(Hits, Hits + FalseAlarms);

    public double F2 => 4 * Precision + Recall == 0 ? 0 : 5 * Precision * Recall / (4 * Precision + Recall);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{name,-12} {Hits + Misses,6} true  recall {Recall,6:0.000}  precision {Precision,6:0.000}  F2 {F2,6:0.000}");

    private static double Ratio(int part, int all) => all == 0 ? 1 : (double)part / all;
}
