using System.Globalization;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>
/// Compares the windows of an upstream's addresses: each with the median of the others, so that one slow address does not raise
/// the bar it is measured against, and a cause that all share takes nobody out.
/// </summary>
internal static class OutlierDetector
{
    // Two fast addresses may differ by a factor without anybody noticing.
    private static readonly TimeSpan LeastLag = TimeSpan.FromMilliseconds(5);

    /// <summary>Why an address is an outlier, by its index; null = it is none.</summary>
    public static string?[] Judge(ReadOnlySpan<OutlierSample> samples, OutlierLimits limits, TimeProvider time)
    {
        string?[] verdicts = new string?[samples.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            if (samples[i].Requests >= Math.Max(1, limits.MinRequests))
            {
                verdicts[i] = ByErrors(samples, i, limits) ?? ByLatency(samples, i, limits, time);
            }
        }

        return verdicts;
    }

    private static string? ByErrors(ReadOnlySpan<OutlierSample> samples, int index, OutlierLimits limits)
    {
        double own = samples[index].ErrorRate;
        return limits.ErrorRate > 0 && Median(samples, index, limits, static s => s.ErrorRate) is { } peers && own - peers >= limits.ErrorRate
            ? string.Create(CultureInfo.InvariantCulture, $"{own:0.#} % of its requests failed, {peers:0.#} % of its peers'")
            : null;
    }

    private static string? ByLatency(ReadOnlySpan<OutlierSample> samples, int index, OutlierLimits limits, TimeProvider time)
    {
        if (limits.LatencyFactor <= 0 || samples[index].Latency is not { } own || Median(samples, index, limits, static s => s.Latency) is not { } peers)
        {
            return null;
        }

        double perMillisecond = time.TimestampFrequency / 1000.0;
        return own >= peers * limits.LatencyFactor && own - peers >= LeastLag.TotalMilliseconds * perMillisecond
            ? string.Create(CultureInfo.InvariantCulture, $"it takes {own / perMillisecond:0.#} ms, its peers {peers / perMillisecond:0.#} ms")
            : null;
    }

    private static double? Median(ReadOnlySpan<OutlierSample> samples, int but, OutlierLimits limits, Func<OutlierSample, double?> value)
    {
        var peers = new List<double>(samples.Length);
        for (int i = 0; i < samples.Length; i++)
        {
            if (i != but && samples[i].Requests >= limits.MinRequests && value(samples[i]) is { } known)
            {
                peers.Add(known);
            }
        }

        if (peers.Count == 0)
        {
            return null;
        }

        peers.Sort();
        int middle = peers.Count / 2;
        return peers.Count % 2 == 1 ? peers[middle] : (peers[middle - 1] + peers[middle]) / 2;
    }
}
