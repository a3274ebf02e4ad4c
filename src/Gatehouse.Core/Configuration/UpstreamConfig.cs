using System.Text.Json.Nodes;

namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>upstream</c>: a virtual host name with weighted targets.</summary>
public sealed record UpstreamConfig : EntityConfig
{
    public required string Name { get; init; }

    /// <summary>round-robin, consistent-hashing, least-connections, latency or sticky-sessions. Default round-robin.</summary>
    public string Algorithm { get; init; } = "round-robin";

    public string HashOn { get; init; } = "none";

    public string HashFallback { get; init; } = "none";

    public string? HashOnHeader { get; init; }

    public string? HashFallbackHeader { get; init; }

    public string? HashOnCookie { get; init; }

    public string HashOnCookiePath { get; init; } = "/";

    public string? HashOnQueryArg { get; init; }

    public string? HashFallbackQueryArg { get; init; }

    public string? HashOnUriCapture { get; init; }

    public string? HashFallbackUriCapture { get; init; }

    /// <summary>Cookie that names a client's target, for sticky-sessions.</summary>
    public string? StickySessionsCookie { get; init; }

    public string StickySessionsCookiePath { get; init; } = "/";

    /// <summary>Seconds over which a recovered target gets its share back, 0–65535; 0 = at once.</summary>
    public double SlowStart { get; init; }

    /// <summary>Percent (0–100) that the healthy weight of a priority group or zone must exceed for it to serve alone; 0 = one target is enough.</summary>
    public double FailoverThreshold { get; init; }

    /// <summary>10–65536, default 10000.</summary>
    public int Slots { get; init; } = 10000;

    /// <summary>The <c>healthchecks</c> record with defaults.</summary>
    public required JsonObject Healthchecks { get; init; }

    public string? HostHeader { get; init; }

    public string? ClientCertificateId { get; init; }

    public bool UseSrvName { get; init; }
}
