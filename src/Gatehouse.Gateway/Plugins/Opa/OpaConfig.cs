using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>Configuration of <c>opa</c>.</summary>
internal sealed record OpaConfig
{
    /// <summary>Where decisions are asked for.</summary>
    public required Uri Url { get; init; }

    /// <summary>Whether the certificate of an https server is verified. Default true.</summary>
    public required bool VerifiesTls { get; init; }

    /// <summary>Value of Authorization; null = none.</summary>
    public required string? Authorization { get; init; }

    /// <summary>For the whole call. Default 5 s.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>What the input has.</summary>
    public required OpaInputParts Parts { get; init; }

    /// <summary>How long a decision is used again; zero = not at all, the default.</summary>
    public required TimeSpan CacheLifetime { get; init; }

    /// <summary>Most decisions kept. Default 10,000.</summary>
    public required int CacheSize { get; init; }

    public static OpaConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        string scheme = reader.GetString("opa_protocol", "http"), host = reader.GetString("opa_host", "localhost");
        return new OpaConfig
        {
            Url = new UriBuilder(scheme, host, reader.GetInt("opa_port", 8181), reader.GetRequiredString("opa_path")).Uri,
            VerifiesTls = reader.GetBool("ssl_verify", true),
            Authorization = reader.GetString("authorization"),
            Timeout = TimeSpan.FromMilliseconds(reader.GetInt("timeout", 5000)),
            Parts = new OpaInputParts
            {
                Service = reader.GetBool("include_service_in_opa_input", false),
                Route = reader.GetBool("include_route_in_opa_input", false),
                Consumer = reader.GetBool("include_consumer_in_opa_input", false),
                Body = reader.GetBool("include_body_in_opa_input", false),
                ParsedBody = reader.GetBool("include_parsed_json_body_in_opa_input", false),
                UriCaptures = reader.GetBool("include_uri_captures_in_opa_input", false),
                Claims = reader.GetBool("include_claims_in_opa_input", false),
                IgnoredHeaders = [.. reader.GetStrings("cache_ignored_headers") ?? []],
            },
            CacheLifetime = TimeSpan.FromSeconds(reader.GetNumber("cache_ttl", 0)),
            CacheSize = reader.GetInt("cache_size", 10_000),
        };
    }
}
