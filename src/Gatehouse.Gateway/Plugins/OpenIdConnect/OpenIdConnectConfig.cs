using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>Configuration of <c>openid-connect</c>; what each field means stands in <see cref="OpenIdConnectSchema"/>.</summary>
internal sealed record OpenIdConnectConfig
{
    public required string Issuer { get; init; }

    public required IReadOnlyList<string> IssuersAllowed { get; init; }

    public required IReadOnlyList<string> ExtraIssuers { get; init; }

    public required OpenIdMethods Methods { get; init; }

    public required string? ClientId { get; init; }

    public required string? ClientSecret { get; init; }

    public required ClientAuthentication ClientAuthentication { get; init; }

    /// <summary>JWK that assertions are signed with.</summary>
    public required JsonObject? ClientKey { get; init; }

    /// <summary>Algorithm of assertions; null = by the key.</summary>
    public required string? ClientAlgorithm { get; init; }

    /// <summary>Whom assertions are for; null = the issuer.</summary>
    public required string? AssertionAudience { get; init; }

    /// <summary>Whom tokens are asked for; null = the provider decides.</summary>
    public required string? Audience { get; init; }

    public required bool VerifyTls { get; init; }

    public required TimeSpan Timeout { get; init; }

    public required TimeSpan Leeway { get; init; }

    public required bool AllowsHmac { get; init; }

    public required bool IntrospectsJwt { get; init; }

    public required Uri? IntrospectionEndpoint { get; init; }

    public required Uri? UserInfoEndpoint { get; init; }

    public required Uri? RevocationEndpoint { get; init; }

    public required Uri? TokenEndpoint { get; init; }

    public required TimeSpan CacheTtl { get; init; }

    public required TimeSpan CacheTtlNegative { get; init; }

    public required bool HidesCredentials { get; init; }

    public required string? Realm { get; init; }

    public required string UnauthorizedMessage { get; init; }

    public required string ForbiddenMessage { get; init; }

    public required BearerConfig Bearer { get; init; }

    public required ClaimsConfig Claims { get; init; }

    public required LoginConfig Login { get; init; }

    public required SessionConfig Session { get; init; }

    /// <summary>Whether a method is on.</summary>
    public bool Has(OpenIdMethods method) => (Methods & method) != 0;

    public static OpenIdConnectConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new OpenIdConnectConfig
        {
            Issuer = reader.GetRequiredString("issuer"),
            IssuersAllowed = reader.GetStrings("issuers_allowed") ?? [],
            ExtraIssuers = reader.GetStrings("extra_issuers") ?? [],
            Methods = (reader.GetStrings("auth_methods") ?? ["bearer"]).Aggregate(OpenIdMethods.None, (all, m) => all | MethodOf(m)),
            ClientId = One(reader, "client_id"),
            ClientSecret = One(reader, "client_secret"),
            ClientAuthentication = One(reader, "client_auth") switch
            {
                "client_secret_post" => ClientAuthentication.ClientSecretPost,
                "client_secret_jwt" => ClientAuthentication.ClientSecretJwt,
                "private_key_jwt" => ClientAuthentication.PrivateKeyJwt,
                "none" => ClientAuthentication.None,
                _ => ClientAuthentication.ClientSecretBasic,
            },
            ClientKey = config["client_jwk"] is JsonArray { Count: > 0 } keys ? keys[0] as JsonObject : null,
            ClientAlgorithm = One(reader, "client_alg"),
            AssertionAudience = reader.GetString("client_assertion_audience"),
            Audience = reader.GetStrings("audience") is { Count: > 0 } audience ? string.Join(' ', audience) : null,
            VerifyTls = reader.GetBool("ssl_verify", true),
            Timeout = TimeSpan.FromMilliseconds(reader.GetNumber("timeout", 10_000)),
            Leeway = TimeSpan.FromSeconds(reader.GetNumber("leeway", 0)),
            AllowsHmac = reader.GetBool("enable_hs_signatures", false),
            IntrospectsJwt = reader.GetBool("introspect_jwt_tokens", false),
            IntrospectionEndpoint = Url(reader.GetString("introspection_endpoint")),
            UserInfoEndpoint = Url(reader.GetString("userinfo_endpoint")),
            RevocationEndpoint = Url(reader.GetString("revocation_endpoint")),
            TokenEndpoint = Url(reader.GetString("token_endpoint")),
            CacheTtl = TimeSpan.FromSeconds(reader.GetNumber("cache_ttl", 60)),
            CacheTtlNegative = TimeSpan.FromSeconds(reader.GetNumber("cache_ttl_neg", 10)),
            HidesCredentials = reader.GetBool("hide_credentials", false),
            Realm = reader.GetString("realm"),
            UnauthorizedMessage = reader.GetString("unauthorized_error_message", "Unauthorized"),
            ForbiddenMessage = reader.GetString("forbidden_error_message", "Forbidden"),
            Bearer = BearerConfig.From(reader),
            Claims = ClaimsConfig.From(reader),
            Login = LoginConfig.From(reader),
            Session = SessionConfig.From(reader),
        };
    }

    /// <summary>Nothing of the secrets.</summary>
    public override string ToString() => nameof(OpenIdConnectConfig);

    /// <summary>The only element of a list that Kong lets have several; null when there is none.</summary>
    public static string? One(ConfigReader reader, string name) => reader.GetStrings(name) is [var only, ..] ? only : null;

    private static OpenIdMethods MethodOf(string name) => name switch
    {
        "introspection" => OpenIdMethods.Introspection,
        "userinfo" => OpenIdMethods.UserInfo,
        "password" => OpenIdMethods.Password,
        "refresh_token" => OpenIdMethods.RefreshToken,
        "client_credentials" => OpenIdMethods.ClientCredentials,
        "authorization_code" => OpenIdMethods.AuthorizationCode,
        "session" => OpenIdMethods.Session,
        _ => OpenIdMethods.Bearer,
    };

    private static Uri? Url(string? text) => text is null ? null : new Uri(text, UriKind.Absolute);
}
