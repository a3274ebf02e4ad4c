using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>
/// Kong's fields that mean nothing here. A configuration that was exported from Kong has them all, with values that ask for nothing:
/// those are taken and dropped. Every other value is refused by name, with what to do instead.
/// </summary>
internal static class KongFields
{
    private const string Arguments = "write what is fixed into authorization_query_args_names and authorization_query_args_values, or change it with a plugin";
    private const string Cookie = "log-in cookies follow session_cookie_domain and session_cookie_secure; leave it out";
    private const string Headers = "name the claims you need in upstream_headers_claims or downstream_headers_claims";
    private const string Proxy = "the gateway calls providers directly; let its network lead there";
    private const string Bound = "tokens that are bound to a key are refused here; let the provider issue bearer tokens to this audience";
    private const string MutualTls = "use client_auth private_key_jwt";
    private const string OneWay = "all calls use client_auth; leave it out";
    private const string Store = "sessions are kept in sealed cookies; session_storage must be cookie";

    public static Shorthand[] All() =>
    [
        // What differs by name or by way only.
        new Shorthand(
            Field.Number("authorization_rolling_timeout").InRange(10, 86_400).Describe("Kong's name of `authorization_cookie_lifetime`."),
            value => new JsonObject { ["authorization_cookie_lifetime"] = value.DeepClone() }, [["authorization_cookie_lifetime"]]),
        .. Ignored(FieldType.Number, "a session is renewed as it is used", "session_rolling_timeout"),
        .. Ignored(FieldType.String, "see session_remember", "session_remember_cookie_name"),
        .. Ignored(FieldType.Number, "see session_remember", "session_remember_rolling_timeout", "session_remember_absolute_timeout"),
        .. Ignored(FieldType.Number, "the provider's document and keys are kept fresh in the background", "rediscovery_lifetime"),
        .. Ignored(FieldType.Boolean, "connections are kept", "keepalive"),
        .. Ignored(FieldType.Number, "there is one cache, for the node", "cache_ttl_max", "cache_ttl_min", "cache_ttl_resurrect"),
        .. IgnoredSecrets("there is one cache, for the node", "cache_tokens_salt"),
        .. IgnoredSecrets("see session_storage", "session_redis_password"),
        .. Ignored(FieldType.Boolean, "PKCE is always used", "require_proof_key_for_code_exchange"),
        .. Ignored(FieldType.Boolean, "answers say nothing of a token", "display_errors", "expose_error_code"),
        .. Ignored(FieldType.Boolean, "there is no token exchange", "cache_token_exchange"),
        .. Ignored(FieldType.Boolean, "see session_storage", "session_hash_storage_key", "session_hash_subject", "session_store_metadata"),
        .. Ignored(FieldType.Record, "see session_storage", "redis"),
        .. Ignored(FieldType.String, "see session_storage",
            "session_memcached_host", "session_memcached_prefix", "session_memcached_socket", "session_redis_host", "session_redis_prefix",
            "session_redis_server_name", "session_redis_socket", "session_redis_username"),
        .. Ignored(FieldType.Number, "see session_storage",
            "session_memcached_port", "session_redis_cluster_max_redirections", "session_redis_connect_timeout", "session_redis_port",
            "session_redis_read_timeout", "session_redis_send_timeout"),
        .. Ignored(FieldType.Boolean, "see session_storage", "session_redis_ssl", "session_redis_ssl_verify"),
        .. Ignored(FieldType.Record, "see cluster_cache_strategy", "cluster_cache_redis"),
        .. Ignored(FieldType.Number, "see proof_of_possession_dpop", "dpop_proof_lifetime"),
        .. Ignored(FieldType.Boolean, "see proof_of_possession_dpop", "dpop_use_nonce", "proof_of_possession_auth_methods_validation"),
        .. Ignored(FieldType.Boolean, "see client_auth", "tls_client_auth_ssl_verify"),

        // What is here one way only.
        .. Only(Store, """["cookie"]""", "session_storage"),
        .. Only("each node keeps its own; leave it off", """["off"]""", "cluster_cache_strategy"),
        .. Only("set session_cookie_same_site and let people log in at the provider, which may remember them", "[false]", "session_remember"),
        .. Only("limit what is kept by cache_ttl", "[true]", "cache_tokens", "cache_introspection", "cache_user_info"),
        .. Only("it is always verified", "[true]", "verify_signature", "verify_claims", "verify_nonce", "introspection_check_active"),
        .. Only("signatures are always verified; leave it empty", "[[]]", "ignore_signature"),
        .. Only("a session that is not acceptable always ends", "[true]", "unauthorized_destroy_session"),
        .. Only("what is used of the provider's document is verified", "[false]", "verify_parameters"),
        .. Only("only codes are asked for; nothing else keeps tokens out of URLs", """[["code"]]""", "response_type"),
        .. Only("only code flows log in", """[["authorization_code"]]""", "login_methods"),
        .. Only("use login_action redirect, and downstream_id_token_header if the client must have the token", """[["id_token"],[]]""", "login_tokens"),
        .. Only("tokens are not put into URLs; leave it out", """["fragment"]""", "login_redirect_mode"),
        .. Only("the provider answers with JSON", """["application/json"]""", "introspection_accept", "userinfo_accept"),
        .. Only("the hint is access_token", """["access_token"]""", "introspection_hint"),
        .. Only("the parameter is token (RFC 7662, RFC 7009)", """["token"]""", "introspection_token_param_name", "revocation_token_param_name"),
        .. Only("logout_revoke withdraws the refresh token, or else the access token, and providers end what belongs to it", "[true]",
            "logout_revoke_refresh_token", "logout_revoke_access_token"),
        .. Only("HTTP/1.1 is spoken", "[1.1]", "http_version"),
        .. Only("a configuration has one client", """["client_id"]""", "client_arg"),
        .. Only("names are compared exactly; map them with consumer_claim", "[false]", "by_username_ignore_case"),
        .. Only("let the provider put the claims into the token", "[false]", "resolve_distributed_claims", "search_user_info"),
        .. Only("set cache_ttl", "[false]", "reverify", "token_cache_key_include_scope"),
        .. Only("the query of the request that began a log-in is kept anyway; leave it out", "[false]", "preserve_query_args"),
        .. Only("write the issuer's own URL, and its other names into issuers_allowed", "[false]", "using_pseudo_issuer"),
        .. Only("put other issuers into extra_issuers", "[false]", "session_enforce_same_subject"),
        .. Only(Bound, """["off"]""", "proof_of_possession_mtls", "proof_of_possession_dpop"),
        .. Only("requests are not signed; use require_pushed_authorization_requests", "[false]", "require_signed_request_object"),
        .. Only("Authorization: Basic is read; write [header]", """[["header"],["header","query","body"]]""", "password_param_type", "client_credentials_param_type"),
        .. Only("the field of refresh_token_param_name is read; write [header]", """[["header"],["header","query","body"]]""", "refresh_token_param_type"),
        .. Only("ID tokens of clients are not taken", """[["header","query","body"]]""", "id_token_param_type"),
        .. Only(Cookie, """["/"]""", "authorization_cookie_path"),
        .. Only(Cookie, """["Default","Lax"]""", "authorization_cookie_same_site"),
        .. Only(Cookie, "[true]", "authorization_cookie_http_only"),
        .. Only("see jwt_session_cookie", """["sid"]""", "jwt_session_claim"),

        // What is not here.
        .. None("leave session out of auth_methods", "disable_session"),
        .. None(Store, "session_redis_cluster_nodes"),
        .. None(Cookie, "authorization_cookie_domain", "authorization_cookie_secure"),
        .. None(Arguments,
            "authorization_query_args_client", "token_headers_client", "token_headers_grants", "token_headers_names", "token_headers_prefix", "token_headers_replay",
            "token_headers_values", "token_post_args_client", "token_post_args_names", "token_post_args_values", "introspection_headers_client",
            "introspection_headers_names", "introspection_headers_values", "introspection_post_args_client", "introspection_post_args_names",
            "introspection_post_args_values", "userinfo_headers_client", "userinfo_headers_names",
            "userinfo_headers_values", "userinfo_query_args_client", "userinfo_query_args_names", "userinfo_query_args_values", "discovery_headers_names",
            "discovery_headers_values"),
        .. None(Headers,
            "upstream_access_token_jwk_header", "upstream_id_token_jwk_header", "upstream_user_info_header", "upstream_user_info_jwt_header",
            "upstream_introspection_header", "upstream_introspection_jwt_header", "upstream_session_id_header", "downstream_access_token_jwk_header",
            "downstream_id_token_jwk_header", "downstream_user_info_header", "downstream_user_info_jwt_header", "downstream_introspection_header",
            "downstream_introspection_jwt_header", "downstream_session_id_header", "session_request_headers", "session_response_headers"),
        .. None(Proxy, "http_proxy", "http_proxy_authorization", "https_proxy", "https_proxy_authorization", "no_proxy"),
        .. None(MutualTls, "tls_client_auth_cert_id", "mtls_token_endpoint", "mtls_introspection_endpoint", "mtls_revocation_endpoint"),
        .. None(OneWay,
            "token_endpoint_auth_method", "introspection_endpoint_auth_method", "revocation_endpoint_auth_method",
            "pushed_authorization_request_endpoint_auth_method"),
        .. None("clients are told the status; set forbidden_error_message or unauthorized_error_message",
            "forbidden_redirect_uri", "unauthorized_redirect_uri", "unexpected_redirect_uri"),
        .. None("keys come from the provider's document; put further issuers into extra_issuers", "extra_jwks_uris"),
        .. None("require the claim with groups_claim: [hd] and groups_required", "domains"),
        .. None("write it into authorization_query_args_names and _values; its keeping is the provider's", "max_age"),
        .. None("use logout_uri_suffix or logout_query_arg", "logout_post_arg"),
        .. None("there is no token exchange", "token_exchange_endpoint"),
        .. None("sessions are not bound to a token's sid", "jwt_session_cookie"),
        .. None("ID tokens of clients are not taken", "id_token_param_name"),
        .. None("map groups with authenticated_groups_claim", "consumer_groups_claim"),
        .. Only("map groups with authenticated_groups_claim", "[false]", "consumer_groups_optional"),
    ];

    /// <summary>Any value is taken: another field decides, or nothing depends on it.</summary>
    private static IEnumerable<Shorthand> Ignored(FieldType type, string why, params string[] names)
        => names.Select(name => Dropped(Typed(name, type).Describe($"Of Kong; has no effect: {why}.")));

    /// <summary>What is not used is not told either.</summary>
    private static IEnumerable<Shorthand> IgnoredSecrets(string why, params string[] names)
        => names.Select(name => Dropped(Field.String(name).Secret().Describe($"Of Kong; has no effect: {why}.")));

    /// <summary>Only these values are taken, which ask for what is done anyway.</summary>
    private static IEnumerable<Shorthand> Only(string remedy, string values, params string[] names)
    {
        var accepted = JsonNode.Parse(values)!.AsArray();
        string texts = string.Join(" or ", accepted.Select(v => v!.ToJsonString()));
        return names.Select(name => Dropped(Typed(name, TypeOf(accepted[0]!))
            .Where(v => accepted.Any(a => JsonNode.DeepEquals(a, v)) ? null : $"is not supported other than as {texts}: {remedy}")
            .Describe($"Of Kong; only `{texts}` is taken: {remedy}.")));
    }

    /// <summary>No value is taken.</summary>
    private static IEnumerable<Shorthand> None(string remedy, params string[] names)
        => names.Select(name => Dropped(
            Typed(name, FieldType.String).Forbidden($"is not supported: {remedy}").Describe($"Of Kong; refused: {remedy}.") with { IsSecret = true }));

    private static Shorthand Dropped(Field field) => new(field, static _ => []);

    private static FieldType TypeOf(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Array => FieldType.Array,
        JsonValueKind.String => FieldType.String,
        JsonValueKind.Number => FieldType.Number,
        _ => FieldType.Boolean,
    };

    private static Field Typed(string name, FieldType type) => new()
    {
        Name = name,
        Type = type,
        Element = type == FieldType.Array ? Field.String("element") with { AllowsEmpty = true } : null,
        AllowsEmpty = true,
    };
}
