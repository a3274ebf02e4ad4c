namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>route</c>: which requests it takes and how their path is rewritten.</summary>
public sealed record RouteConfig : EntityConfig
{
    public string? Name { get; init; }

    /// <summary>http, https, grpc, grpcs, …; families do not mix. Default http and https.</summary>
    public IReadOnlyList<string> Protocols { get; init; } = ["http", "https"];

    public IReadOnlyList<string>? Methods { get; init; }

    public IReadOnlyList<string>? Hosts { get; init; }

    /// <summary>Prefixes (<c>/…</c>) and regular expressions (<c>~/…</c>).</summary>
    public IReadOnlyList<string>? Paths { get; init; }

    /// <summary>Header name to accepted values; a single value starting with <c>~*</c> is a regular expression.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Headers { get; init; }

    public IReadOnlyList<string>? Snis { get; init; }

    /// <summary>Stream routes only.</summary>
    public IReadOnlyList<RouteEndpoint>? Sources { get; init; }

    /// <summary>Stream routes only.</summary>
    public IReadOnlyList<RouteEndpoint>? Destinations { get; init; }

    /// <summary>426, 301, 302, 307 or 308. Default 426.</summary>
    public int HttpsRedirectStatusCode { get; init; } = 426;

    public int RegexPriority { get; init; }

    public bool StripPath { get; init; } = true;

    /// <summary>v0 or v1, default v0.</summary>
    public string PathHandling { get; init; } = "v0";

    public bool PreserveHost { get; init; }

    public bool RequestBuffering { get; init; } = true;

    public bool ResponseBuffering { get; init; } = true;

    /// <summary>Only with the expressions flavor.</summary>
    public string? Expression { get; init; }

    /// <summary>Only with the expressions flavor.</summary>
    public long Priority { get; init; }

    /// <summary>Id of the service, null when the route has none.</summary>
    public string? ServiceId { get; init; }
}
