namespace Gatehouse.Protocols.Prometheus;

/// <summary>A family behind an alias.</summary>
/// <param name="Family">Where the numbers are.</param>
/// <param name="LabelName">Name of the additional label.</param>
/// <param name="LabelValue">Value of the additional label.</param>
public sealed record MetricAliasSource(MetricFamily Family, string LabelName, string LabelValue)
{
    internal byte[] Label { get; } = MetricText.RenderLabels([LabelName], [LabelValue]);
}
