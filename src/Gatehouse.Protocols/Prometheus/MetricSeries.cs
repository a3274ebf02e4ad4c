namespace Gatehouse.Protocols.Prometheus;

/// <summary>One label set of a family: its labels as they are written, and its first cell.</summary>
internal sealed class MetricSeries(byte[] labels, int cell)
{
    /// <summary><c>a="x",b="y"</c>, escaped; empty when the family has no labels.</summary>
    public byte[] Labels { get; } = labels;

    /// <summary>First cell of the series; −1 when there was no room for one, then nothing is counted.</summary>
    public int Cell { get; } = cell;

    /// <summary>Value of a gauge, which is set and not added to.</summary>
    public double Value;
}
