using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Record <c>healthchecks.outlier</c> (ours): when an address does so much worse than its peers that it is taken out.</summary>
internal sealed record OutlierLimits
{
    /// <summary>Failures of any kind in a row; 0 = not looked at.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>Percentage points by which its share of failures exceeds the median of its peers'; 0 = not looked at.</summary>
    public double ErrorRate { get; init; }

    /// <summary>How many times the median of its peers' mean latency its own is; 0 = not looked at.</summary>
    public double LatencyFactor { get; init; }

    /// <summary>Length of the window that error rate and latency are taken over.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests of an address in a window below which it is not judged, nor compared with.</summary>
    public int MinRequests { get; init; } = 20;

    /// <summary>Share of the addresses that may be out while outliers are taken out; one of several always may.</summary>
    public double MaxEjectedPercent { get; init; } = 50;

    /// <summary>Whether windows are looked at.</summary>
    public bool UsesWindow => ErrorRate > 0 || LatencyFactor > 0;

    /// <summary>The record, null when it looks at nothing.</summary>
    public static OutlierLimits? From(JsonObject? record)
    {
        if (record is null)
        {
            return null;
        }

        var defaults = new OutlierLimits();
        var limits = new OutlierLimits
        {
            ConsecutiveFailures = (int)(JsonScalars.AsInteger(record["consecutive_failures"]) ?? 0),
            ErrorRate = JsonScalars.AsNumber(record["error_rate"]) ?? 0,
            LatencyFactor = JsonScalars.AsNumber(record["latency_factor"]) ?? 0,
            Interval = JsonScalars.AsNumber(record["interval"]) is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : defaults.Interval,
            MinRequests = (int)(JsonScalars.AsInteger(record["min_requests"]) ?? defaults.MinRequests),
            MaxEjectedPercent = JsonScalars.AsNumber(record["max_ejected_percent"]) ?? defaults.MaxEjectedPercent,
        };
        return limits.ConsecutiveFailures > 0 || limits.UsesWindow ? limits : null;
    }

    /// <summary>Whether one more may be taken out.</summary>
    public bool Allows(int ejected, int total)
        => total > 1 && ejected + 1 <= Math.Max(1, (int)(total * MaxEjectedPercent / 100));
}
