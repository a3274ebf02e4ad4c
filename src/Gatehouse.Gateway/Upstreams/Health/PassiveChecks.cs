using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>Record <c>healthchecks.passive</c>: what requests show of an address.</summary>
internal sealed class PassiveChecks
{
    private static readonly int[] DefaultHealthy =
        [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308];

    private readonly StatusSet _healthy;
    private readonly StatusSet _unhealthy;
    private readonly bool _readsStatus;

    public PassiveChecks(JsonObject? record)
    {
        var healthy = record?["healthy"] as JsonObject;
        var unhealthy = record?["unhealthy"] as JsonObject;
        _readsStatus = JsonScalars.AsString(record?["type"]) != "tcp";
        _healthy = new StatusSet(healthy?["http_statuses"], DefaultHealthy);
        _unhealthy = new StatusSet(unhealthy?["http_statuses"], 429, 500, 503);
        Successes = (int)(JsonScalars.AsInteger(healthy?["successes"]) ?? 0);
        Limits = FailureLimits.From(unhealthy);
    }

    /// <summary>Good answers to trial requests that bring an address back; 0 counts as 1.</summary>
    public int Successes { get; }

    /// <summary>Failures that take one out.</summary>
    public FailureLimits Limits { get; }

    /// <summary>
    /// What a status says. One that no list has: a server error is a failure, anything else an answer. Kong lets it say nothing;
    /// but were a 404 a failure, a client could take every address out by asking for what is not there.
    /// </summary>
    public FailureKind Classify(int status)
        => !_readsStatus || _healthy.Has(status) ? FailureKind.None
            : _unhealthy.Has(status) || status >= 500 ? FailureKind.Http
            : FailureKind.None;
}
