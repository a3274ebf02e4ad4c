using System.Buffers;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Gauges of one name.</summary>
public sealed class GaugeFamily : MetricFamily
{
    internal GaugeFamily(MetricCells cells, MetricDescription description)
        : base(cells, description, 0)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Gauge;

    /// <summary>The gauge of these label values.</summary>
    public Gauge With(params ReadOnlySpan<string> values) => new(Resolve(values));

    internal override void WriteSamples(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extraLabel)
    {
        foreach (var series in Series)
        {
            MetricText.WriteSample(output, name, default, series.Labels, extraLabel, Volatile.Read(ref series.Value));
        }
    }
}
