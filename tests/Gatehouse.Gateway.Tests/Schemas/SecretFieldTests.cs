using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Xunit;

namespace Gatehouse.Gateway.Tests.Schemas;

/// <summary>Whether every field that is called a secret says that it is one: dumps, errors and docs go by it.</summary>
public sealed partial class SecretFieldTests
{
    /// <summary>Fields whose names sound like secrets, and why they are none.</summary>
    private static readonly Dictionary<string, string> Open = new(StringComparer.Ordinal)
    {
        ["keyauth_credentials.key_hash"] = "a digest",
        ["ai_providers.api_key_file"] = "path of a file",
        ["jwt_secrets.key"] = "names the credential: the claim iss of its tokens",
        ["jwt_secrets.rsa_public_key"] = "public",
        ["keys.pem.public_key"] = "public",
        ["key-auth.key_names[]"] = "names of fields",
        ["jwt.key_claim_name"] = "name of a claim",
        ["jwt.key_sets[]"] = "names of key sets",
        ["openid-connect.bearer_token_param_type[]"] = "places of tokens",
        ["openid-connect.bearer_token_cookie_name"] = "name of a cookie",
        ["openid-connect.token_endpoint"] = "a URL, which may not carry user information",
        ["openid-connect.upstream_access_token_header"] = "name of a field",
        ["openid-connect.upstream_id_token_header"] = "name of a field",
        ["openid-connect.client_jwk[].key_ops[]"] = "what the key is for",
        ["openid-connect.refresh_token_param_name"] = "name of a parameter",
        ["openid-connect.upstream_refresh_token_header"] = "name of a field",
        ["openid-connect.downstream_access_token_header"] = "name of a field",
        ["openid-connect.downstream_id_token_header"] = "name of a field",
        ["openid-connect.downstream_refresh_token_header"] = "name of a field",
        ["openid-connect.login_tokens[]"] = "which tokens",
        ["openid-connect.introspection_token_param_name"] = "name of a parameter",
        ["openid-connect.revocation_token_param_name"] = "name of a parameter",
        ["openid-connect.password_param_type[]"] = "places of passwords",
        ["openid-connect.refresh_token_param_type[]"] = "places of tokens",
        ["openid-connect.id_token_param_type[]"] = "places of tokens",
    };

    [Fact]
    public void Field_with_the_name_of_a_secret_is_marked_or_known_to_be_none()
    {
        var sounding = Fields().Where(f => SecretName().IsMatch(f.Path[(f.Path.LastIndexOf('.') + 1)..]) && CanHold(f.Field)).ToList();

        Assert.Equal(Open.Keys.Order(StringComparer.Ordinal), sounding.Where(f => !f.Field.IsSecret).Select(f => f.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("keyauth_credentials.key")]
    [InlineData("basicauth_credentials.password")]
    [InlineData("hmacauth_credentials.secret")]
    [InlineData("jwt_secrets.secret")]
    [InlineData("oauth2_credentials.client_secret")]
    [InlineData("certificates.key")]
    [InlineData("certificates.key_alt")]
    [InlineData("keys.jwk")]
    [InlineData("keys.pem.private_key")]
    [InlineData("oauth2.provision_key")]
    [InlineData("session.secret")]
    [InlineData("session.previous_secrets[]")]
    [InlineData("openid-connect.client_secret[]")]
    [InlineData("openid-connect.session_secret")]
    [InlineData("openid-connect.session_secrets_retired[]")]
    [InlineData("opa.authorization")]
    [InlineData("http-log.http_endpoint")]
    [InlineData("http-log.headers[]")]
    public void Secret_is_marked_and_may_live_in_a_vault(string path)
    {
        var field = Fields().Single(f => f.Path == path).Field;

        Assert.Equal((true, true), (field.IsSecret, field.IsReferenceable));
    }

    // Numbers and switches hold no secret; a list or a map is judged by its elements.
    private static bool CanHold(Field field) => field.Type == FieldType.String;

    private static IEnumerable<(string Path, Field Field)> Fields()
    {
        var schemas = new EntitySchemas(GatewayRuntime.Catalog, TimeProvider.System);
        var vault = new JsonObject { ["name"] = "env" };
        return
        [
            .. schemas.All.Where(k => k.Name != "plugins").SelectMany(k => Of(k.Name, k.Schema.Variant?.Invoke(vault) ?? k.Schema)),
            .. GatewayRuntime.Catalog.Descriptors.SelectMany(d => Of(d.Name, d.Config)),
        ];
    }

    private static IEnumerable<(string Path, Field Field)> Of(string path, RecordSchema schema)
        => schema.Fields.Concat(schema.Shorthands.Select(s => s.Field)).SelectMany(f => Of($"{path}.{f.Name}", f));

    private static IEnumerable<(string Path, Field Field)> Of(string path, Field field)
    {
        IEnumerable<(string, Field)> inner = field.Record is { } record ? Of(path, record)
            : field.Element is { } element ? Of(path + "[]", element)
            : [];
        return inner.Prepend((path, field));
    }

    [GeneratedRegex("secret|password|passphrase|token|private|key|^jwk$", RegexOptions.CultureInvariant)]
    private static partial Regex SecretName();
}
