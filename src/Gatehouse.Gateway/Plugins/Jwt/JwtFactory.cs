using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>Makes <c>jwt</c> instances.</summary>
internal sealed class JwtFactory : IPluginFactory
{
    private const double Year = 31_536_000;
    private const double LongestSkew = 3600;

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "jwt",
        Priority = 1450,
        Phases = PluginPhases.Access,
        AllowsConsumer = false,
        Config = RecordSchema.Of(
            Names("uri_param_names", "jwt").Describe("Query parameters that may carry a token."),
            Names("cookie_names").Describe("Cookies that may carry a token."),
            Names("header_names", "authorization").Describe("Header fields that may carry a token behind `Bearer`."),
            Field.String("key_claim_name").WithDefault("iss")
                .Describe("Claim, or else member of the token's header, whose value is the `key` of a credential."),
            Field.Boolean("secret_is_base64", false).Required().Describe("Whether the secrets of credentials are base64."),
            Field.SetOf("claims_to_verify", Field.String("element").AmongOf("exp", "nbf"))
                .Describe("Times that tokens of credentials must carry and keep."),
            AuthenticationFields.Anonymous(),
            AuthenticationFields.RunOnPreflight(),
            Field.Number("maximum_expiration").WithDefault(0).InRange(0, Year)
                .Describe("Most seconds from now to `exp`, which must be verified then, and with key sets from `iat`, too; 0 allows any."),
            Field.Number("clock_skew").WithDefault(0).InRange(0, LongestSkew)
                .Describe("How far the issuer's clock may be off, seconds: for `exp` and `nbf`, and with key sets `iat`."),
            AuthenticationFields.Realm(),
            Names("key_sets").Describe("Key sets (name or id) whose keys verify tokens that no credential is for."),
            Field.String("jwks_uri").Where(CheckUrl)
                .Describe("Published key set whose keys do the same; fetched in the background, and again for a new `kid`."),
            Names("issuers").Describe("Values of `iss` that tokens of `key_sets` and `jwks_uri` may have; required with either."),
            Names("audiences").Describe("Audiences of which every token must name one in `aud`; empty allows any."),
            Field.String("consumer_claim")
                .Describe("Claim that names the consumer of tokens of `key_sets` and `jwks_uri`; unset lets them in without a consumer."),
            Field.String("consumer_by").WithDefault("username").AmongOf("username", "custom_id", "id")
                .Describe("What `consumer_claim` holds."))
            .With(
                EntityChecks.Conditional(
                    "maximum_expiration", v => JsonScalars.AsNumber(v) > 0, "claims_to_verify", CheckExpiration,
                    error: "failed conditional validation given value of field 'config.maximum_expiration'"),
                EntityChecks.Custom(["key_sets", "jwks_uri", "issuers"], CheckIssuers)),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new JwtPlugin(JwtConfig.From(config), AuthenticationOptions.From(config), context);

    private static Field Names(string name, params string[] values)
        => Field.SetOf(name, Field.String("element")).WithDefault(new JsonArray([.. values.Select(v => JsonValue.Create(v))]));

    private static string? CheckExpiration(JsonNode? value)
        => Contains(value, "exp") ? null : "expected to contain: exp";

    private static string? CheckUrl(JsonNode value)
        => Uri.TryCreate(value.GetValue<string>(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0
            ? null
            : "must be an http or https URL without user name";

    // Keys of one publisher often verify tokens of several issuers; whoever names none would take them all (RFC 8725 section 3.8).
    private static void CheckIssuers(JsonObject config, Action<string, string> report)
    {
        if ((config["jwks_uri"] is not null || config["key_sets"] is JsonArray { Count: > 0 }) && config["issuers"] is not JsonArray { Count: > 0 })
        {
            report("issuers", SchemaTexts.Required);
        }
    }

    private static bool Contains(JsonNode? list, string text)
        => list is JsonArray array && array.Any(e => JsonScalars.AsString(e) == text);
}
