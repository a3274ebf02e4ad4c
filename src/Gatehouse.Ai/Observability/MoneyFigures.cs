using System.Collections.Concurrent;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Ai.Observability;

/// <summary>A counter of US dollars. Counted in billionths, as counters are whole numbers. Lock-free.</summary>
internal sealed class MoneyFigures(string name, string help, string[] labels) : IMetricsCollector
{
    /// <summary>Series kept apart; the labels' caps are below it in practice.</summary>
    private const int MaxSeries = 5_000;

    private readonly ConcurrentDictionary<(string, string, string), StrongCount> _series = new();

    /// <summary>Adds; labels that there are not are empty.</summary>
    public void Add(decimal usd, string first, string second = "", string third = "")
    {
        var key = (first, second, third);
        if (!_series.TryGetValue(key, out var count))
        {
            count = _series.GetOrAdd(_series.Count < MaxSeries ? key : (LabelCap.Other, LabelCap.Other, LabelCap.Other), static _ => new StrongCount());
        }

        Interlocked.Add(ref count.Nano, ExactMoney.NanoUp(usd));
    }

    /// <inheritdoc/>
    public void Collect(MetricsWriter writer)
    {
        if (_series.IsEmpty)
        {
            return;
        }

        writer.Family(name, help, MetricType.Counter);
        foreach (var ((first, second, third), count) in _series)
        {
            string[] values = [first, second, third];
            writer.Sample(name, Interlocked.Read(ref count.Nano) / 1e9, labels, values.AsSpan(0, labels.Length));
        }
    }

    private sealed class StrongCount
    {
        public long Nano;
    }
}
