using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>upstreams</c>.</summary>
internal static class UpstreamSchema
{
    private static readonly string[] HashInputs =
        ["none", "consumer", "ip", "header", "cookie", "path", "query_arg", "uri_capture"];

    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        Field.String("name").Required().Unique().Where(CommonFields.Text(CheckName)),
        Field.String("algorithm").AmongOf("consistent-hashing", "least-connections", "round-robin", "latency", "sticky-sessions").WithDefault("round-robin"),
        Field.String("hash_on").AmongOf(HashInputs).WithDefault("none"),
        Field.String("hash_fallback").AmongOf(HashInputs).WithDefault("none"),
        CommonFields.HeaderName("hash_on_header"),
        CommonFields.HeaderName("hash_fallback_header"),
        CommonFields.CookieName("hash_on_cookie"),
        CommonFields.Path("hash_on_cookie_path").WithDefault("/"),
        Field.String("hash_on_query_arg"),
        Field.String("hash_fallback_query_arg"),
        Field.String("hash_on_uri_capture"),
        Field.String("hash_fallback_uri_capture"),
        CommonFields.CookieName("sticky_sessions_cookie"),
        CommonFields.Path("sticky_sessions_cookie_path").WithDefault("/"),
        Field.Number("slow_start").InRange(0, 65535).WithDefault(0)
            .Describe("Seconds over which a target that has recovered gets its share back."),
        Field.Number("failover_threshold").InRange(0, 100).WithDefault(0)
            .Describe("Percent that the healthy weight of a priority group, or of the node's zone, must exceed for it to serve alone."),
        Field.Integer("slots").InRange(10, 65536).WithDefault(10000),
        HealthcheckSchema.Create(),
        CommonFields.Tags(),
        CommonFields.HostWithOptionalPort("host_header"),
        Field.Foreign("client_certificate", "certificates"),
        Field.Boolean("use_srv_name", false))
        .With(Checks()) with
    {
        Prepare = AlignAlgorithm,
    };

    private static EntityCheck[] Checks() =>
    [
        Needs("hash_on", "header", "hash_on_header"),
        Needs("hash_fallback", "header", "hash_fallback_header"),
        Needs("hash_on", "cookie", "hash_on_cookie"),
        Needs("hash_fallback", "cookie", "hash_on_cookie"),
        Needs("hash_on", "query_arg", "hash_on_query_arg"),
        Needs("hash_fallback", "query_arg", "hash_fallback_query_arg"),
        Needs("hash_on", "uri_capture", "hash_on_uri_capture"),
        Needs("hash_fallback", "uri_capture", "hash_fallback_uri_capture"),
        Needs("algorithm", "sticky-sessions", "sticky_sessions_cookie"),
        Fallback("none", "none"),

        // A cookie is made when it is missing, so there is nothing to fall back from.
        Fallback("cookie", "none"),
        Fallback("consumer", [.. HashInputs.Where(i => i != "consumer")]),
        Fallback("ip", [.. HashInputs.Where(i => i != "ip")]),
        Fallback("path", [.. HashInputs.Where(i => i != "path")]),
        EntityChecks.Distinct("hash_on_header", "hash_fallback_header"),
        EntityChecks.Distinct("hash_on_query_arg", "hash_fallback_query_arg"),
        EntityChecks.Distinct("hash_on_uri_capture", "hash_fallback_uri_capture"),
    ];

    private static EntityCheck Needs(string input, string value, string field)
        => EntityChecks.Conditional(input, EntityChecks.Among(value), field, EntityChecks.IsRequired, new JsonObject
        {
            ["if_match"] = new JsonObject { ["match"] = $"^{value}$" },
            ["then_match"] = new JsonObject { ["required"] = true },
        });

    private static EntityCheck Fallback(string input, params string[] accepted)
        => EntityChecks.Conditional("hash_on", EntityChecks.Among(input), "hash_fallback", EntityChecks.IsOneOf(accepted), new JsonObject
        {
            ["if_match"] = new JsonObject { ["match"] = $"^{input}$" },
            ["then_match"] = new JsonObject { ["one_of"] = new JsonArray([.. accepted.Select(a => JsonValue.Create(a))]) },
        });

    private static string? CheckName(string text)
        => !HostAddress.TryParse(text, out var address, out _) ? "Invalid name; must be a valid hostname"
            : address.Kind != HostKind.Name ? "Invalid name; no ip addresses allowed"
            : address.Port is not null ? "Invalid name; no port allowed"
            : null;

    // The algorithm and hash_on belong together: the one that was given decides the other (Kong's order).
    private static void AlignAlgorithm(JsonObject upstream)
    {
        string? algorithm = JsonScalars.AsString(upstream["algorithm"]);
        if (algorithm is "least-connections" or "latency" or "sticky-sessions")
        {
            upstream["hash_on"] = "none";
        }
        else if (JsonScalars.AsString(upstream["hash_on"]) is { } input && HashInputs.Contains(input)
            && algorithm is null or "consistent-hashing" or "round-robin")
        {
            upstream["algorithm"] = input == "none" ? "round-robin" : "consistent-hashing";
        }
    }
}
