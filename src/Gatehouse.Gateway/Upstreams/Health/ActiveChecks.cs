using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Record <c>healthchecks.active</c>: probes that the gateway sends by itself.</summary>
internal sealed class ActiveChecks
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(1);

    private readonly StatusSet _healthy;

    public ActiveChecks(JsonObject? record)
    {
        var healthy = record?["healthy"] as JsonObject;
        var unhealthy = record?["unhealthy"] as JsonObject;
        Type = JsonScalars.AsString(record?["type"]) ?? "http";
        Path = JsonScalars.AsString(record?["http_path"]) ?? "/";
        ServerName = JsonScalars.AsString(record?["https_sni"]);
        Verify = JsonScalars.AsBoolean(record?["https_verify_certificate"]) ?? true;
        Concurrency = (int)Math.Clamp(JsonScalars.AsInteger(record?["concurrency"]) ?? 10, 1, 1024);
        Timeout = Seconds(record?["timeout"]) is { Ticks: > 0 } timeout ? timeout : DefaultTimeout;
        HealthyInterval = Seconds(healthy?["interval"]);
        UnhealthyInterval = Seconds(unhealthy?["interval"]);
        Successes = (int)(JsonScalars.AsInteger(healthy?["successes"]) ?? 0);
        Limits = FailureLimits.From(unhealthy);
        _healthy = new StatusSet(healthy?["http_statuses"], 200, 302);
        Headers = record?["headers"] is JsonObject headers
            ? [.. headers.SelectMany(h => (h.Value as JsonArray ?? []).Select(v => (h.Key, JsonScalars.AsString(v) ?? "")))]
            : [];
    }

    /// <summary>tcp, http, https, grpc or grpcs.</summary>
    public string Type { get; }

    /// <summary>Path and query of probes; of gRPC, the name of the service behind the slash.</summary>
    public string Path { get; }

    /// <summary>Server name for TLS; null = the target's host.</summary>
    public string? ServerName { get; }

    /// <summary>Whether the certificate must verify.</summary>
    public bool Verify { get; }

    /// <summary>Probes of this upstream at a time, at most 1,024.</summary>
    public int Concurrency { get; }

    /// <summary>Longest time of one probe, its connection included.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Between probes of what is healthy; zero = none.</summary>
    public TimeSpan HealthyInterval { get; }

    /// <summary>Between probes of what is not; zero = none.</summary>
    public TimeSpan UnhealthyInterval { get; }

    /// <summary>Successes in a row that bring an address back; 0 = probes never do.</summary>
    public int Successes { get; }

    /// <summary>Failures that take one out.</summary>
    public FailureLimits Limits { get; }

    /// <summary>Extra header fields.</summary>
    public (string Name, string Value)[] Headers { get; }

    /// <summary>Whether anything is probed.</summary>
    public bool IsOn => HealthyInterval > TimeSpan.Zero || UnhealthyInterval > TimeSpan.Zero;

    /// <summary>Whether an address that is out comes back by probes.</summary>
    public bool Restores => UnhealthyInterval > TimeSpan.Zero && Successes > 0;

    /// <summary>
    /// What a status says. In Kong one that no list has says nothing, so that an address stays for ever what it is
    /// (Kong#15001); here whatever is not listed as healthy is a failure.
    /// </summary>
    public FailureKind Classify(int status) => _healthy.Has(status) ? FailureKind.None : FailureKind.Http;

    private static TimeSpan Seconds(JsonNode? node) => TimeSpan.FromSeconds(Math.Clamp(JsonScalars.AsNumber(node) ?? 0, 0, 65535));
}
