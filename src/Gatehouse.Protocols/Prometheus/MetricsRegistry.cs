using System.Buffers;
using System.Text;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>
/// All metrics of a process. Families are declared once at start; label sets appear as they are used; a scrape reads without
/// stopping anybody who counts.
/// </summary>
public sealed class MetricsRegistry
{
    /// <summary>Value of every label of the series that takes what exceeds the limit.</summary>
    public const string OverflowLabel = "overflow";

    private const string FoldedName = "gatehouse_metrics_folded_total";

    private readonly MetricCells _cells;
    private readonly int _maxSeries;
    private readonly Lock _lock = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal) { FoldedName };
    private volatile MetricFamily[] _families = [];
    private volatile MetricAlias[] _aliases = [];
    private volatile IMetricsCollector[] _collectors = [];

    /// <param name="loops">Number of event loops that count.</param>
    /// <param name="maxSeriesPerMetric">
    /// Label sets kept apart per metric. Default 10,000: ten thousand routes with one status each, about 100 B per counter
    /// series and loop, 300 B per histogram series and loop.
    /// </param>
    public MetricsRegistry(int loops, int maxSeriesPerMetric = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(loops);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSeriesPerMetric);
        _cells = new MetricCells(loops);
        _maxSeries = maxSeriesPerMetric;
    }

    /// <summary>Declares a counter. Throws when the name is taken or malformed.</summary>
    public CounterFamily AddCounter(string name, string help, params IReadOnlyList<string> labelNames)
        => Register(new CounterFamily(_cells, Describe(name, help, labelNames)));

    /// <summary>Declares a gauge. Throws when the name is taken or malformed.</summary>
    public GaugeFamily AddGauge(string name, string help, params IReadOnlyList<string> labelNames)
        => Register(new GaugeFamily(_cells, Describe(name, help, labelNames)));

    /// <summary>Declares a histogram. Throws when the name is taken or malformed.</summary>
    public HistogramFamily AddHistogram(
        string name, string help, HistogramBuckets buckets, params IReadOnlyList<string> labelNames)
        => Register(new HistogramFamily(_cells, Describe(name, help, labelNames), buckets));

    /// <summary>Declares a second name for existing families of one type.</summary>
    public void AddAlias(string name, string help, params IReadOnlyList<MetricAliasSource> sources)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sources.Count);
        lock (_lock)
        {
            Claim(name);
            _aliases = [.. _aliases, new MetricAlias(name, help, sources)];
        }
    }

    /// <summary>Adds a source of scrape-time metrics.</summary>
    public void AddCollector(IMetricsCollector collector)
    {
        lock (_lock)
        {
            _collectors = [.. _collectors, collector];
        }
    }

    /// <summary>Writes everything; families without a series are left out. From any thread.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        foreach (var family in _families)
        {
            if (!family.Series.IsEmpty)
            {
                MetricText.WriteHeader(output, family.Name, family.Help, family.Type);
                family.WriteSamples(output, Encoding.ASCII.GetBytes(family.Name), default);
            }
        }

        foreach (var alias in _aliases)
        {
            WriteAlias(output, alias);
        }

        var writer = new MetricsWriter(output);
        WriteFolded(writer);
        foreach (var collector in _collectors)
        {
            collector.Collect(writer);
        }
    }

    private static void WriteAlias(IBufferWriter<byte> output, MetricAlias alias)
    {
        bool headerWritten = false;
        foreach (var source in alias.Sources)
        {
            if (source.Family.Series.IsEmpty)
            {
                continue;
            }

            if (!headerWritten)
            {
                MetricText.WriteHeader(output, alias.Name, alias.Help, source.Family.Type);
                headerWritten = true;
            }

            source.Family.WriteSamples(output, alias.NameBytes, source.Label);
        }
    }

    private void WriteFolded(MetricsWriter writer)
    {
        bool headerWritten = false;
        foreach (var family in _families)
        {
            if (family.Folded == 0)
            {
                continue;
            }

            if (!headerWritten)
            {
                writer.Family(FoldedName, "Label sets counted in the overflow series of a metric", MetricType.Counter);
                headerWritten = true;
            }

            writer.Sample(FoldedName, family.Folded, ["metric"], family.Name);
        }
    }

    private T Register<T>(T family)
        where T : MetricFamily
    {
        lock (_lock)
        {
            Claim(family.Name);
            _families = [.. _families, family];
            return family;
        }
    }

    private void Claim(string name)
    {
        if (!MetricName.IsValid(name))
        {
            throw new ArgumentException($"'{name}' is not a metric name", nameof(name));
        }

        if (!_names.Add(name))
        {
            throw new InvalidOperationException($"metric '{name}' is declared twice");
        }
    }

    private MetricDescription Describe(string name, string help, IReadOnlyList<string> labelNames)
    {
        foreach (string label in labelNames)
        {
            if (!MetricName.IsValidLabel(label))
            {
                throw new ArgumentException($"'{label}' is not a label name", nameof(labelNames));
            }
        }

        return new MetricDescription(name, help, labelNames, labelNames.Count == 0 ? 1 : _maxSeries);
    }
}
