using System.Text.Json.Nodes;
using Gatehouse.Core.Http;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>The configuration's fields: Kong's names, and safer defaults where Kong's let in more than was asked for.</summary>
internal static class OpenIdConnectSchema
{
    /// <summary>Least bytes of a session secret: AES-256 keys are derived from it.</summary>
    public const int SecretBytes = 32;

    private static readonly string[] Methods =
        ["bearer", "introspection", "userinfo", "client_credentials", "password", "refresh_token", "authorization_code", "session"];

    private static readonly string[] ClientAuthentications = ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

    private static readonly string[] Algorithms =
        ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

    // Framing and routing belong to the gateway; claims have no business there.
    private static readonly string[] ForbiddenFields =
        ["host", "connection", "content-length", "transfer-encoding", "te", "trailer", "upgrade", "keep-alive", "proxy-connection", "expect", "cookie", "set-cookie"];

    public static RecordSchema Create() => RecordSchema.Of(
        [.. ProviderFields(), .. TokenFields(), .. ClaimFields(), .. LoginFields(), .. SessionFields(), .. AnswerFields()])
        .With(OpenIdConnectChecks.All()).WithShorthands(KongFields.All());

    private static Field[] ProviderFields() =>
    [
        CommonFields.Url("issuer").Required()
            .Describe("Issuer, or the URL of its openid-configuration. May be out of reach at start: requests are denied until it answers."),
        Texts("issuers_allowed").Describe("Further names that the issuer may give itself in its document and in tokens, for example its public URL where the gateway reaches it by another."),
        Field.ArrayOf("extra_issuers", CommonFields.Url("element")).WithDefault(new JsonArray())
            .Describe("Further issuers whose bearer tokens are accepted, each with keys of its own discovery. Not in Kong."),
        One("client_id", Field.String("element").Referenceable()).Describe("Client id of the gateway; one element."),
        One("client_secret", Field.String("element").Secret()).Describe("Client secret of the gateway; one element."),
        One("client_auth", Field.String("element").Where(CheckClientAuth))
            .Describe("How the gateway authenticates at the provider: `client_secret_basic`, `client_secret_post`, `client_secret_jwt`, `private_key_jwt` or `none`; "
                + "one element, client_secret_basic when unset."),
        One("client_jwk", Field.RecordOf("element", JwkSchema.Create())).Describe("Private key of the gateway as a JWK, for private_key_jwt; one element."),
        One("client_alg", Field.String("element").AmongOf(Algorithms))
            .Describe("Algorithm of client_secret_jwt and private_key_jwt; one element. Unset = by the key, RS256, ES256 or HS256 first."),
        Field.String("client_assertion_audience").Describe("Audience of client_secret_jwt and private_key_jwt. Unset = the issuer. Not in Kong."),
        Field.ArrayOf("auth_methods", Field.String("element").Where(CheckMethod)).Required().WithDefault(new JsonArray("bearer"))
            .Describe($"Ways to authenticate: {string.Join(", ", Methods.Select(m => $"`{m}`"))}. Kong's default is all of them. `password` and `client_credentials` "
                + "both read Authorization: Basic, and exclude each other."),
        Field.Boolean("ssl_verify", true).Required().Describe("Whether the provider's certificate is verified. Kong's default is false."),
        Field.Number("timeout").WithDefault(10_000).InRange(1, 60_000).Describe("Longest time for a call to the provider, milliseconds."),
        CommonFields.Url("token_endpoint").Describe("Instead of the one that is discovered."),
        CommonFields.Url("authorization_endpoint").Describe("Instead of the one that is discovered."),
        CommonFields.Url("introspection_endpoint").Describe("Instead of the one that is discovered."),
        CommonFields.Url("userinfo_endpoint").Describe("Instead of the one that is discovered."),
        CommonFields.Url("revocation_endpoint").Describe("Instead of the one that is discovered."),
        CommonFields.Url("pushed_authorization_request_endpoint").Describe("Instead of the one that is discovered."),
        CommonFields.Url("end_session_endpoint").Describe("Instead of the one that is discovered."),
    ];

    private static Field[] TokenFields() =>
    [
        Field.ArrayOf("bearer_token_param_type", Field.String("element").AmongOf("header", "query", "body", "cookie")).WithDefault(new JsonArray("header"))
            .Describe("Where tokens are looked for: Authorization, access_token in query or form body, a cookie. Kong's default is header, query and body."),
        CommonFields.CookieName("bearer_token_cookie_name").Describe("Cookie that carries the token."),
        CommonFields.HeaderName("refresh_token_param_name").WithDefault("refresh_token").Describe("Field that carries the token of refresh_token, with dashes for underscores."),
        Field.Number("leeway").WithDefault(0).InRange(0, 3600).Describe("How far clocks may differ, seconds."),
        Field.Boolean("enable_hs_signatures", false).Describe("Whether the issuer's tokens may be signed with the client secret (HS256, HS384, HS512)."),
        Field.Boolean("introspect_jwt_tokens", false).Describe("Whether the provider is asked about signed tokens, too; they are not verified here then."),
        Field.Number("cache_ttl").WithDefault(60).InRange(0, 3600)
            .Describe("Longest time that an introspection, userinfo or a token for credentials is kept, seconds: a withdrawn token and a changed password work for so long. Kong's default is 3600."),
        Field.Number("cache_ttl_neg").WithDefault(10).InRange(0, 3600).Describe("How long the provider is not asked again about a token that is not active, seconds."),
        TokenHeader("upstream_access_token_header", "authorization:bearer").Describe("Field in which the upstream gets the access token; `:bearer` puts the scheme before it."),
        TokenHeader("upstream_id_token_header", null).Describe("Field in which the upstream gets the ID token, where there is one. The client's own is removed, as with the next."),
        TokenHeader("upstream_refresh_token_header", null).Describe("Field in which the upstream gets the refresh token, where there is one."),
        TokenHeader("downstream_access_token_header", null).Describe("Field in which the client gets the access token."),
        TokenHeader("downstream_id_token_header", null).Describe("Field in which the client gets the ID token."),
        TokenHeader("downstream_refresh_token_header", null)
            .Describe("Field in which the client gets the refresh token: with refresh_token and a provider that replaces them it needs it."),
    ];

    private static Field[] ClaimFields() =>
    [
        Path("audience_claim", "aud").Describe("Where audiences are."),
        Texts("audience_required").Describe("Audiences; one element must fit, of which all blank-separated words must be there. The same goes for the next three."),
        Path("scopes_claim", "scope").Describe("Where scopes are."),
        Texts("scopes_required").Describe("Scopes."),
        Path("groups_claim", "groups").Describe("Where groups are."),
        Texts("groups_required").Describe("Groups."),
        Path("roles_claim", "roles").Describe("Where roles are, for Keycloak realm_access, roles or resource_access, CLIENT, roles. Of an object the names of its members count, as in Keycloak's organization."),
        Texts("roles_required").Describe("Roles."),
        Texts("claims_forbidden").Describe("Claims that must not be there."),
        Path("authenticated_groups_claim", null).Describe("Groups for plugin acl, and X-Authenticated-Groups."),
        Path("consumer_claim", null).Describe("Claim that names the consumer. Unset = tokens stand for no consumer."),
        Field.ArrayOf("consumer_by", Field.String("element").AmongOf("id", "username", "custom_id"))
            .WithDefault(new JsonArray("username", "custom_id")).Describe("What of a consumer it names, in this order."),
        Field.Boolean("consumer_optional", false).Describe("Whether a token without a consumer is let in all the same."),
        Path("credential_claim", "sub").Describe("Value of X-Credential-Identifier."),
        Texts("upstream_headers_claims").Describe("Claims for the upstream, by name or with dots between levels."),
        HeaderNames("upstream_headers_names").Describe("Their fields. The client's own are removed from every request. Values that could split a field are dropped."),
        Texts("downstream_headers_claims").Describe("Claims for the client."),
        HeaderNames("downstream_headers_names").Describe("Their fields."),
    ];

    private static Field[] LoginFields() =>
    [
        One("redirect_uri", CommonFields.Url("element")).Describe("Where the provider sends browsers back to, on a route with this plugin; one element. Unset = the URL that was asked for, without its query."),
        Texts("scopes", "openid").Describe("Scopes that are asked for."),
        Texts("audience").Describe("Value of the parameter `audience` with which tokens are asked for."),
        Field.String("response_mode").AmongOf("query", "form_post").WithDefault("query")
            .Describe("How the provider's answer comes. `form_post` keeps the code out of URLs; it needs TLS, redirect_uri and login_action redirect."),
        Field.Boolean("require_pushed_authorization_requests")
            .Describe("Whether the parameters are pushed to the provider (RFC 9126) instead of standing in the browser's URL. Unset = where the provider demands it."),
        Texts("authorization_query_args_names").Describe("Further parameters of the authorization request."),
        Texts("authorization_query_args_values").Describe("Their values."),
        CommonFields.CookieName("authorization_cookie_name").WithDefault("authorization").Describe("Cookies that bind a log-in to the browser; each log-in has one, its name goes on with a part of the state."),
        Field.Number("authorization_cookie_lifetime").WithDefault(600).InRange(10, 86_400).Describe("Time to log in, seconds."),
        Field.String("login_action").AmongOf("redirect", "upstream").WithDefault("redirect")
            .Describe("What follows a log-in: the browser goes to where it wanted, or the request goes on to the upstream without the code. Kong's default is upstream."),
        One("login_redirect_uri", CommonFields.Url("element")).Describe("Where browsers go after a log-in, instead of to where they wanted."),
        Field.String("logout_uri_suffix").Describe("End of paths that log out."),
        Field.String("logout_query_arg").Describe("Query parameter that logs out."),
        Field.ArrayOf("logout_methods", Field.String("element").AmongOf("GET", "POST", "DELETE")).WithDefault(new JsonArray("POST", "DELETE"))
            .Describe("Methods that log out."),
        One("logout_redirect_uri", CommonFields.Url("element")).Describe("Where browsers go after a log-out."),
        Field.Boolean("logout_revoke", false).Describe("Whether tokens are withdrawn at the provider with the log-out."),
    ];

    private static Field[] SessionFields() =>
    [
        Field.String("session_audience").WithDefault("default").Describe("Sessions of another audience do not count here, also with the same secret and cookie name."),
        Secret("session_secret").Describe("Secret that cookies are sealed under, 32 bytes at least. Needed for sessions and log-ins; the same on every node."),
        Field.ArrayOf("session_secrets_retired", Secret("element")) with
        {
            MaxLength = 4,
            Description = "Earlier secrets: cookies that they sealed are still opened. Not in Kong.",
        },
        CommonFields.CookieName("session_cookie_name").WithDefault("session").Describe("Cookie of a session; large ones go on in name_2 to name_5."),
        Field.String("session_cookie_path").WithDefault("/").Where(CheckAttribute).Describe("Path of the cookie."),
        Field.String("session_cookie_domain").Where(CheckAttribute).Describe("Domain of the cookie."),
        Field.String("session_cookie_same_site").AmongOf("Strict", "Lax", "None", "Default").WithDefault("Lax")
            .Describe("SameSite of the cookie. With `Strict` links from other sites lead through the provider."),
        Field.Boolean("session_cookie_http_only", true).Describe("Whether scripts are kept from it."),
        Field.Boolean("session_cookie_secure").Describe("Whether it is for TLS only. Unset = where the request came over TLS."),
        Field.Boolean("forbidden_destroy_session", false).Describe("Whether a session ends where it does not suffice. Kong's default is true."),
        Field.Number("session_idling_timeout").WithDefault(900).InRange(10, 31_536_000).Describe("A session ends when it is not used for so long, seconds."),
        Field.Number("session_absolute_timeout").WithDefault(86_400).InRange(10, 31_536_000).Describe("A session ends after so long, seconds."),
        Field.Boolean("refresh_tokens", true).Describe("Whether a session goes on with new tokens when its access token ends."),
        Field.Number("refresh_tokens_leeway").WithDefault(0).InRange(0, 3600).Describe("How long before their end tokens are renewed, seconds."),
    ];

    private static Field[] AnswerFields() =>
    [
        AuthenticationFields.HideCredentials(),
        AuthenticationFields.Anonymous(),
        AuthenticationFields.RunOnPreflight(),
        AuthenticationFields.Realm(),
        Field.String("unauthorized_error_message").WithDefault("Unauthorized").Describe("Message of 401."),
        Field.String("forbidden_error_message").WithDefault("Forbidden").Describe("Message of 403."),
    ];

    private static Field Texts(string name, params string[] values)
        => Field.ArrayOf(name, Field.String("element")).WithDefault(new JsonArray([.. values.Select(v => JsonValue.Create(v))]));

    private static Field One(string name, Field element) => Field.ArrayOf(name, element) with { MaxLength = 1 };

    private static Field Path(string name, string? claim)
    {
        var field = Field.ArrayOf(name, Field.String("element"));
        return claim is null ? field : field.WithDefault(new JsonArray(claim));
    }

    private static Field HeaderNames(string name)
        => Field.ArrayOf(name, Field.String("element").Where(CheckField)).WithDefault(new JsonArray());

    private static Field TokenHeader(string name, string? value)
    {
        var field = Field.String(name).Where(v => CheckField(JsonValue.Create(v.GetValue<string>().Split(':')[0])));
        return value is null ? field : field.WithDefault(value);
    }

    private static Field Secret(string name) => Field.String(name).Secret().Where(v =>
        System.Text.Encoding.UTF8.GetByteCount(v.GetValue<string>()) < SecretBytes ? $"must have at least {SecretBytes} bytes" : null);

    private static string? CheckMethod(JsonNode value) => value.GetValue<string>() switch
    {
        "kong_oauth2" => "kong_oauth2 is not supported: put the plugin oauth2 beside this one, both with the same 'anonymous'",
        var method => Methods.Contains(method) ? null : SchemaTexts.OneOf(Methods),
    };

    private static string? CheckClientAuth(JsonNode value) => value.GetValue<string>() switch
    {
        "tls_client_auth" or "self_signed_tls_client_auth" => $"{value} is not supported: use private_key_jwt, which shows no secret either",
        var name => ClientAuthentications.Contains(name) ? null : SchemaTexts.OneOf(ClientAuthentications),
    };

    private static string? CheckField(JsonNode value)
        => ForbiddenFields.Contains(value.GetValue<string>().ToLowerInvariant()) ? "cannot be set by a plugin" : SchemaFields.CheckHeaderName(value);

    // What ends an attribute would begin another one.
    private static string? CheckAttribute(JsonNode value)
        => value.GetValue<string>().Any(c => c is <= ' ' or ';' or ',' or > '~') ? "bad cookie attribute" : null;
}
