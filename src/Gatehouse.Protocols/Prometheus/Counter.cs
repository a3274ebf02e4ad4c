using System.Runtime.CompilerServices;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Handle of one counter series; keep it, counting with it costs an array access.</summary>
public readonly struct Counter
{
    private readonly MetricCells? _cells;
    private readonly int _cell;

    internal Counter(MetricCells cells, int cell)
    {
        _cells = cell < 0 ? null : cells;
        _cell = cell;
    }

    /// <summary>Whether the handle belongs to a series; the default handle does not and counts nothing.</summary>
    public bool IsBound => _cells is not null;

    /// <summary>Current value.</summary>
    public long Value => _cells?.Sum(_cell) ?? 0;

    /// <summary>Adds on the shard that the calling thread owns (<see cref="MetricShard.Current"/>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int shard, long delta = 1) => _cells?.Add(shard, _cell, delta);
}
