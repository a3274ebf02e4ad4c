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
        => TextOf(metrics, series) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>The same of a gauge that is no whole number.</summary>
    public static double GaugeOf(IMetricsExposition metrics, string series)
        => TextOf(metrics, series) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 0;

    private static string? TextOf(IMetricsExposition metrics, string series)
    {
        var output = new ArrayBufferWriter<byte>();
        metrics.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan).Split('\n')
            .FirstOrDefault(l => l.StartsWith(series + " ", StringComparison.Ordinal))?[(series.Length + 1)..];
    }
}
