using System.Buffers;
using System.Text;

namespace Gatehouse.Protocols.Prometheus;

/// <summary>Writes metrics whose values are only known when asked for; handed to an <see cref="IMetricsCollector"/>.</summary>
public readonly ref struct MetricsWriter
{
    private readonly IBufferWriter<byte> _output;

    internal MetricsWriter(IBufferWriter<byte> output) => _output = output;

    /// <summary>Starts a family; its samples follow at once.</summary>
    public void Family(string name, string help, MetricType type) => MetricText.WriteHeader(_output, name, help, type);

    /// <summary>Writes one sample.</summary>
    public void Sample(string name, double value, IReadOnlyList<string> labelNames, params ReadOnlySpan<string> labelValues)
        => MetricText.WriteSample(
            _output, Encoding.ASCII.GetBytes(name), default, MetricText.RenderLabels(labelNames, labelValues), default, value);

    /// <summary>Writes one sample without labels.</summary>
    public void Sample(string name, double value)
        => MetricText.WriteSample(_output, Encoding.ASCII.GetBytes(name), default, default, default, value);
}
