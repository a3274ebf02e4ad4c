using System.Buffers;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Histograms of one name and one set of buckets.</summary>
public sealed class HistogramFamily : MetricFamily
{
    private readonly HistogramBuckets _buckets;

    internal HistogramFamily(MetricCells cells, MetricDescription description, HistogramBuckets buckets)
        : base(cells, description, buckets.Count + 1)
        => _buckets = buckets;

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Histogram;

    /// <summary>The histogram of these label values. Slow path: keep the handle.</summary>
    public Histogram With(params ReadOnlySpan<string> values) => new(Cells, _buckets, Resolve(values).Cell);

    internal override void WriteSamples(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extraLabel)
    {
        byte[] labels = [];
        foreach (var series in Series)
        {
            if (series.Cell >= 0)
            {
                labels = MetricText.Join(labels, series.Labels, extraLabel, out int length);
                WriteSeries(output, name, labels.AsSpan(0, length), series.Cell);
            }
        }
    }

    private void WriteSeries(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> labels, int cell)
    {
        long count = 0;
        for (int i = 0; i < _buckets.Count; i++)
        {
            count += Cells.Sum(cell + i);
            MetricText.WriteSample(output, name, "_bucket"u8, labels, _buckets.BoundLabels[i], count);
        }

        double sum = Cells.Sum(cell + _buckets.Count) / (double)_buckets.UnitsPerOne;
        MetricText.WriteSample(output, name, "_sum"u8, labels, default, sum);

        // From the buckets and not from a cell of its own: a scrape in the middle of a request stays consistent.
        MetricText.WriteSample(output, name, "_count"u8, labels, default, count);
    }
}
