using System.Buffers;

namespace Gatehouse.Core.Diagnostics;

/// <summary>Writes all metrics in the Prometheus text format (version 0.0.4).</summary>
public interface IMetricsExposition
{
    /// <summary>Writes a scrape; from any thread, without a global lock on the hot path.</summary>
    void WriteTo(IBufferWriter<byte> output);
}
