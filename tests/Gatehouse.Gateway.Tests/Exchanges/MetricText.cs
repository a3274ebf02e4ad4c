using System.Buffers;
using System.Globalization;
using System.Text;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Gateway.Tests.Exchanges;

/// <summary>Reads a figure out of a scrape.</summary>
internal static class MetricText
{
    /// <summary>The value of a series by its name and labels as the scrape writes them; 0 when it is not there.</summary>
    public static long Of(IMetricsExposition metrics, string series)
    {
        var output = new ArrayBufferWriter<byte>();
        metrics.WriteTo(output);
        string? line = Encoding.UTF8.GetString(output.WrittenSpan).Split('\n').FirstOrDefault(l => l.StartsWith(series + " ", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(series.Length + 1), CultureInfo.InvariantCulture);
    }
}
