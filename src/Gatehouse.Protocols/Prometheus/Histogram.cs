namespace Gatehouse.Protocols.Prometheus;

/// <summary>Handle of one histogram series; keep it, observing costs two array accesses.</summary>
public readonly struct Histogram
{
    private readonly MetricCells? _cells;
    private readonly HistogramBuckets _buckets;
    private readonly int _cell;

    internal Histogram(MetricCells cells, HistogramBuckets buckets, int cell)
    {
        _cells = cell < 0 ? null : cells;
        _buckets = buckets;
        _cell = cell;
    }

    /// <summary>Whether the handle belongs to a series; the default handle does not and observes nothing.</summary>
    public bool IsBound => _cells is not null;

    /// <summary>Observes a value in counted units (see <see cref="HistogramBuckets.UnitsPerOne"/>).</summary>
    public void Observe(int shard, long value)
    {
        if (_cells is { } cells)
        {
            cells.Add(shard, _cell + _buckets.IndexOf(value), 1);
            cells.Add(shard, _cell + _buckets.Count, value);
        }
    }
}
