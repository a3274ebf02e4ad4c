using System.Buffers;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>A metric name with its label sets. At most <see cref="MaxSeries"/> of them are kept apart.</summary>
public abstract class MetricFamily
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string[], MetricSeries> _byLabels = new(LabelValuesComparer.Instance);
    private readonly int _cellsPerSeries;
    private MetricSeries[] _series = new MetricSeries[4];
    private int _count;
    private MetricSeries? _overflow;

    private protected MetricFamily(MetricCells cells, MetricDescription description, int cellsPerSeries)
    {
        Cells = cells;
        Name = description.Name;
        Help = description.Help;
        LabelNames = description.LabelNames;
        MaxSeries = description.MaxSeries;
        _cellsPerSeries = cellsPerSeries;
    }

    /// <summary>Name as exposed.</summary>
    public string Name { get; }

    /// <summary>One line of help.</summary>
    public string Help { get; }

    /// <summary>Names of the labels, in the order values are given in.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>Label sets kept apart; later ones share one series named <c>overflow</c>.</summary>
    public int MaxSeries { get; }

    /// <summary>How often a label set was folded into the overflow series.</summary>
    public long Folded { get; private set; }

    /// <summary>Type written in the exposition.</summary>
    public abstract MetricType Type { get; }

    internal MetricCells Cells { get; }

    /// <summary>The series at the moment of asking; only ever grows, so that a scrape needs no lock.</summary>
    internal ReadOnlySpan<MetricSeries> Series
    {
        get
        {
            // The count first: the array read after it holds at least that many.
            int count = Volatile.Read(ref _count);
            return Volatile.Read(ref _series).AsSpan(0, count);
        }
    }

    /// <summary>The series of these label values, made when new.</summary>
    internal MetricSeries Resolve(ReadOnlySpan<string> values)
    {
        if (values.Length != LabelNames.Count)
        {
            throw new ArgumentException($"{Name} has {LabelNames.Count} labels, {values.Length} values were given", nameof(values));
        }

        lock (_lock)
        {
            if (_byLabels.GetAlternateLookup<ReadOnlySpan<string>>().TryGetValue(values, out var known))
            {
                return known;
            }

            if (_byLabels.Count < MaxSeries && Cells.Allocate(_cellsPerSeries) is >= 0 and var cell)
            {
                string[] key = values.ToArray();
                return _byLabels[key] = Publish(new MetricSeries(MetricText.RenderLabels(LabelNames, key), cell));
            }

            Folded++;
            return _overflow ??= CreateOverflow();
        }
    }

    /// <summary>Writes the samples of all series, <paramref name="name"/> and one more label given by the caller (aliases).</summary>
    internal abstract void WriteSamples(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extraLabel);

    private MetricSeries CreateOverflow()
    {
        string[] key = new string[LabelNames.Count];
        Array.Fill(key, MetricsRegistry.OverflowLabel);
        return Publish(new MetricSeries(MetricText.RenderLabels(LabelNames, key), Cells.Allocate(_cellsPerSeries)));
    }

    private MetricSeries Publish(MetricSeries series)
    {
        if (_count == _series.Length)
        {
            var larger = new MetricSeries[_count * 2];
            _series.CopyTo(larger, 0);
            Volatile.Write(ref _series, larger);
        }

        _series[_count] = series;
        Volatile.Write(ref _count, _count + 1);
        return series;
    }
}
