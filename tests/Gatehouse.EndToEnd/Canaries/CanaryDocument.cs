using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Gatehouse.TestKit.Certificates;

namespace Gatehouse.EndToEnd.Canaries;

/// <summary>A configuration with a canary in every field that is a secret.</summary>
internal sealed class CanaryDocument : IDisposable
{
    private const string CaId = "aaaaaaaa-0000-4000-8000-00000000000a";

    private readonly Cage _cage;
    private readonly TestAuthority _authority = new("Canary root");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public CanaryDocument(Cage cage)
    {
        _cage = cage;
        Key = cage.New("api-key");
        Password = cage.New("password");
        JwtSecret = cage.New("jwt-secret");
        VaultSecret = cage.New("vault-jwt-secret");
        HmacSecret = cage.New("hmac-secret");
        ClientSecret = cage.New("oauth2-client-secret");
        ProvisionKey = cage.New("provision-key");
    }

    public string Key { get; }

    public string Password { get; }

    public string JwtSecret { get; }

    /// <summary>Stands in the environment, not in the document.</summary>
    public string VaultSecret { get; }

    public string HmacSecret { get; }

    public string ClientSecret { get; }

    public string ProvisionKey { get; }

    public void Dispose()
    {
        _authority.Dispose();
        _key.Dispose();
    }

    /// <summary>The document, complete and valid.</summary>
    /// <param name="echo">Port of an origin that shows what it got; routes to it hide credentials.</param>
    /// <param name="quiet">Port of an origin that shows nothing.</param>
    /// <param name="outside">Port of whatever plugins call.</param>
    /// <param name="closed">A port where nobody listens.</param>
    public JsonObject Write(int echo, int quiet, int outside, int closed) => new()
    {
        ["_format_version"] = "3.0",
        ["certificates"] = new JsonArray(Certificate()),
        ["ca_certificates"] = new JsonArray(new JsonObject { ["id"] = CaId, ["cert"] = _authority.Pem }),
        ["key_sets"] = new JsonArray(new JsonObject { ["name"] = "set" }),
        ["keys"] = Keys(),
        ["consumers"] = new JsonArray(Consumer(), new JsonObject { ["username"] = "guest" }),
        ["services"] = new JsonArray(
            Service("key", echo, """{"name":"key-auth","config":{"key_names":["apikey","x-ticket"],"key_in_body":true,"hide_credentials":true}}"""),
            Service("basic", echo, """{"name":"basic-auth","config":{"hide_credentials":true}}"""),
            Service("hmac", echo, """{"name":"hmac-auth","config":{"hide_credentials":true}}"""),
            Service("jwt", quiet, """{"name":"jwt","config":{"uri_param_names":["jwt","slip"],"cookie_names":["jwt-cookie"],"key_sets":["set"],"issuers":["http://canary.test"]}}"""),
            Service("issuer", echo, $$"""
                {"name":"oauth2","config":{"scopes":["read"],"enable_authorization_code":true,"enable_client_credentials":true,"hide_credentials":true,"provision_key":"{{ProvisionKey}}"} }
                """),
            Service("app", quiet, $$"""{"name":"session","config":{"secret":"{{_cage.New("session-secret")}}","previous_secrets":["{{_cage.New("previous-session-secret")}}"]} }""", """{"name":"key-auth","config":{"anonymous":"guest"}}"""),
            Service("login", quiet, OpenId(outside)),
            Service("opa", quiet, $$"""{"name":"opa","config":{"opa_host":"127.0.0.1","opa_port":{{outside}},"opa_path":"/opa","authorization":"Bearer {{_cage.New("opa-authorization")}}"} }"""),
            Service("mtls", quiet, $$"""{"name":"mtls-auth","config":{"ca_certificates":["{{CaId}}"]} }"""),
            Service("denied", quiet, """{"name":"key-auth"}""", """{"name":"acl","config":{"allow":["nobody"]}}"""),
            Service("down", closed, """{"name":"key-auth"}""", $$"""
                {"name":"http-log","config":{"http_endpoint":"http://u:{{_cage.New("failing-log-password")}}@127.0.0.1:{{closed}}/{{_cage.New("failing-log-path")}}","queue":{"max_retry_time":1} } }
                """)),
        ["plugins"] = new JsonArray(
            JsonNode.Parse("""{"name":"file-log","config":{"path":"plugin.log"}}"""),
            JsonNode.Parse("""{"name":"prometheus","config":{"per_consumer":true,"status_code_metrics":true,"latency_metrics":true}}"""),
            JsonNode.Parse($$"""{"name":"http-log","config":{"http_endpoint":"http://u:{{_cage.New("log-password")}}@127.0.0.1:{{outside}}/log","headers":{"x-log-token":"{{_cage.New("log-token")}}"} } }""")),
    };

    private static JsonObject Service(string name, int port, params string[] plugins) => new()
    {
        ["name"] = name,
        ["url"] = $"http://127.0.0.1:{port}",
        ["retries"] = 0,
        ["routes"] = new JsonArray(new JsonObject { ["name"] = name, ["paths"] = new JsonArray($"/{name}"), ["strip_path"] = false }),
        ["plugins"] = new JsonArray([.. plugins.Select(p => JsonNode.Parse(p))]),
    };

    private JsonObject Certificate()
    {
        var leaf = _authority.Issue(["canary.test"], rsa: true);
        return new JsonObject
        {
            ["cert"] = leaf.CertificatePem,
            ["key"] = _cage.KeepKey("certificate-key", leaf.KeyPem),
            ["snis"] = new JsonArray(new JsonObject { ["name"] = "canary.test" }),
        };
    }

    private JsonArray Keys()
    {
        var parameters = _key.ExportParameters(true);
        static string Text(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes!);
        string jwk = $$"""{"kty":"EC","crv":"P-256","kid":"jwk","x":"{{Text(parameters.Q.X)}}","y":"{{Text(parameters.Q.Y)}}","d":"{{_cage.Keep("jwk", Text(parameters.D))}}"}""";
        using var rsa = RSA.Create(2048);
        return
        [
            new JsonObject { ["name"] = "jwk", ["kid"] = "jwk", ["set"] = new JsonObject { ["name"] = "set" }, ["jwk"] = jwk },
            new JsonObject
            {
                ["name"] = "pem",
                ["kid"] = "pem",
                ["set"] = new JsonObject { ["name"] = "set" },
                ["pem"] = new JsonObject { ["private_key"] = _cage.KeepKey("pem", rsa.ExportPkcs8PrivateKeyPem()), ["public_key"] = rsa.ExportSubjectPublicKeyInfoPem() },
            },
        ];
    }

    private JsonObject Consumer() => JsonNode.Parse($$"""
        {"username": "alice",
         "keyauth_credentials": [{"key": "{{Key}}"}],
         "basicauth_credentials": [{"username": "alice", "password": "{{Password}}"}],
         "hmacauth_credentials": [{"username": "alice", "secret": "{{HmacSecret}}"}],
         "jwt_secrets": [{"key": "app", "secret": "{{JwtSecret}}"}, {"key": "vault-app", "secret": "{vault://env/canary-jwt-secret}"}],
         "oauth2_credentials": [{"name": "Shop", "client_id": "shop", "client_secret": "{{ClientSecret}}", "redirect_uris": ["https://shop.test/cb"]}]}
        """)!.AsObject();

    private string OpenId(int provider) => $$"""
        {"name":"openid-connect","config":{"issuer":"http://127.0.0.1:{{provider}}","client_id":["gateway"],"client_secret":["{{_cage.New("oidc-client-secret")}}"],
         "auth_methods":["bearer","introspection","client_credentials","authorization_code","session"],"bearer_token_param_type":["header","query","cookie"],"bearer_token_cookie_name":"at",
         "session_secret":"{{_cage.New("oidc-session-secret")}}","session_secrets_retired":["{{_cage.New("oidc-retired-secret")}}"]} }
        """;
}
