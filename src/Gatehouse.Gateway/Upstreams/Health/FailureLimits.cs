using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Failures in a row that take an address out, by kind; 0 = never.</summary>
internal readonly record struct FailureLimits(int Http, int Tcp, int Timeouts)
{
    /// <summary>Whether any of them counts.</summary>
    public bool IsOn => (Http | Tcp | Timeouts) > 0;

    /// <summary>From a record <c>unhealthy</c>.</summary>
    public static FailureLimits From(JsonObject? record) => new(
        (int)(JsonScalars.AsInteger(record?["http_failures"]) ?? 0),
        (int)(JsonScalars.AsInteger(record?["tcp_failures"]) ?? 0),
        (int)(JsonScalars.AsInteger(record?["timeouts"]) ?? 0));

    /// <summary>The limit of a kind.</summary>
    public int Of(FailureKind kind) => kind switch
    {
        FailureKind.Http => Http,
        FailureKind.Tcp => Tcp,
        FailureKind.Timeout => Timeouts,
        _ => 0,
    };
}
