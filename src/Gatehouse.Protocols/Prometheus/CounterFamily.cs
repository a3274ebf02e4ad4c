using System.Buffers;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Counters of one name.</summary>
public sealed class CounterFamily : MetricFamily
{
    internal CounterFamily(MetricCells cells, MetricDescription description)
        : base(cells, description, 1)
    {
    }

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Counter;

    /// <summary>The counter of these label values. Slow path: keep the handle.</summary>
    public Counter With(params ReadOnlySpan<string> values) => new(Cells, Resolve(values).Cell);

    internal override void WriteSamples(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extraLabel)
    {
        foreach (var series in Series)
        {
            if (series.Cell >= 0)
            {
                MetricText.WriteSample(output, name, default, series.Labels, extraLabel, Cells.Sum(series.Cell));
            }
        }
    }
}
