using Xunit;

namespace Gatehouse.Core.Tests.Configuration.Identity;

public sealed class IdentitySchemaTests
{
    private const string Owner = "\"consumer\":{\"id\":\"c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0\"}";
    private const string Hash = "sha256:2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE";
    private const string Key = "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9\\nq9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==\\n-----END PUBLIC KEY-----";
    private const string UnknownCurve = "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAW8DQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\\n6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\\n-----END PUBLIC KEY-----";
    private const string Ed25519 = "-----BEGIN PUBLIC KEY-----\\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\\n-----END PUBLIC KEY-----";

    [Theory]
    [InlineData("consumer_groups", "{}", """{"name":"required field missing"}""")]
    [InlineData("consumer_groups", """{"name":"gold","tags":["t"]}""", "")]
    [InlineData("consumer_groups", """{"name":"a b"}""", """{"name":"invalid value 'a b': the only accepted ascii characters are alphanumerics or ., -, _, and ~"}""")]
    [InlineData("consumer_group_consumers", "{" + Owner + "}", """{"consumer_group":"required field missing"}""")]
    [InlineData("keyauth_credentials", "{" + Owner + "}", "")]
    [InlineData("keyauth_credentials", "{}", """{"consumer":"required field missing"}""")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","key":""}""", """{"key":"length must be at least 1"}""")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","key":5}""", """{"key":"expected a string"}""")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","key":"k","ttl":100000000}""", "")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","ttl":100000001}""", """{"ttl":"value should be between 0 and 100000000"}""")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","key_hash":""" + "\"" + Hash + "\"}", "")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","key_hash":"2c26"}""", """{"key_hash":"expected 'sha256:' and 64 hexadecimal digits"}""")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","key":"k","key_hash":""" + "\"" + Hash + "\"}",
        """{"@entity":["only one or none of these fields must be set: 'key', 'key_hash'"]}""")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","ttl":5,"expires_at":5}""",
        """{"@entity":["only one or none of these fields must be set: 'ttl', 'expires_at'"]}""")]
    [InlineData("keyauth_credentials", "{" + Owner + ""","expires_at":0,"valid_until":-1}""",
        """{"expires_at":"expected a valid timestamp","valid_until":"expected a valid timestamp"}""")]
    [InlineData("basicauth_credentials", "{" + Owner + "}", """{"username":"required field missing","password":"required field missing"}""")]
    [InlineData("basicauth_credentials", "{" + Owner + ""","username":"u","password":"p"}""", "")]
    [InlineData("hmacauth_credentials", "{" + Owner + "}", """{"username":"required field missing"}""")]
    [InlineData("hmacauth_credentials", "{" + Owner + ""","username":"u"}""", "")]
    [InlineData("jwt_secrets", "{" + Owner + "}", "")]
    [InlineData("jwt_secrets", "{" + Owner + ""","algorithm":"none"}""",
        """{"algorithm":"expected one of: HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384, ES512, PS256, PS384, PS512, EdDSA"}""")]
    [InlineData("jwt_secrets", "{" + Owner + ""","algorithm":"RS256"}""",
        """{"rsa_public_key":"required field missing","@entity":["failed conditional validation given value of field 'algorithm'"]}""")]
    [InlineData("jwt_secrets", "{" + Owner + ""","algorithm":"ES256","rsa_public_key":"x"}""",
        """{"rsa_public_key":"invalid key","@entity":["failed conditional validation given value of field 'algorithm'"]}""")]
    [InlineData("jwt_secrets", "{" + Owner + ""","algorithm":"ES256","rsa_public_key":""" + "\"" + Key + "\"}", "")]
    [InlineData("jwt_secrets", "{" + Owner + ""","algorithm":"ES256","rsa_public_key":""" + "\"" + UnknownCurve + "\"}",
        """{"rsa_public_key":"invalid key","@entity":["failed conditional validation given value of field 'algorithm'"]}""")]
    [InlineData("jwt_secrets", "{" + Owner + ""","algorithm":"EdDSA","rsa_public_key":""" + "\"" + Ed25519 + "\"}", "")]
    [InlineData("acls", "{" + Owner + "}", """{"group":"required field missing"}""")]
    [InlineData("oauth2_credentials", "{" + Owner + "}", """{"name":"required field missing"}""")]
    [InlineData("oauth2_credentials", "{" + Owner + ""","name":"app","redirect_uris":["https://a.test/cb"]}""", "")]
    [InlineData("oauth2_credentials", "{" + Owner + ""","name":"app","redirect_uris":["nowhere","https://a.test/#x"]}""",
        """{"redirect_uris":["cannot parse 'nowhere'","fragment not allowed in 'https://a.test/#x'"]}""")]
    [InlineData("oauth2_credentials", "{" + Owner + ""","name":"app","client_type":"secret"}""", """{"client_type":"expected one of: confidential, public"}""")]
    [InlineData("mtls_auth_credentials", "{" + Owner + "}", """{"subject_name":"required field missing"}""")]
    [InlineData("key_sets", """{"name":"s"}""", "")]
    [InlineData("keys", """{"jwk":"{\"kid\":\"1\",\"kty\":\"oct\",\"k\":\"YQ\"}","kid":"1"}""", "")]
    [InlineData("keys", """{"jwk":"{\"kid\":\"2\",\"kty\":\"oct\"}","kid":"1"}""", """{"@entity":["kid in jwk.kid must be equal to keys.kid"]}""")]
    [InlineData("keys", """{"jwk":"{","kid":"1"}""", """{"@entity":["could not json decode jwk string"]}""")]
    [InlineData("keys", """{"kid":"1"}""", """{"@entity":["at least one of these fields must be non-empty: 'jwk', 'pem'"]}""")]
    [InlineData("keys", """{"kid":"1","pem":{"public_key":"x"}}""", """{"pem":{"public_key":"could not load public key"}}""")]
    [InlineData("keys", """{"kid":"1","pem":{"public_key":""" + "\"" + Key + "\"}}", "")]
    [InlineData("plugins", """{"name":"auth","config":{"key":"k"},"consumer_group":{"id":"c3a8b7a4-1d1c-4f0d-9a46-6f43a2a5b1c0"}}""",
        """{"consumer_group":"value must be null"}""")]
    public void Entity_is_checked(string kind, string json, string errors) => EntityTable.Check(kind, json, errors);

    [Fact]
    public void Secrets_are_marked_in_every_kind_of_credential()
    {
        var schemas = EntityTable.Schemas();
        (string Kind, string Field)[] secrets =
        [
            ("keyauth_credentials", "key"), ("basicauth_credentials", "password"), ("hmacauth_credentials", "secret"),
            ("jwt_secrets", "secret"), ("oauth2_credentials", "client_secret"), ("keys", "jwk"),
        ];
        Assert.All(secrets, s => Assert.True(schemas[s.Kind].Schema.TryGetField(s.Field, out var field) && field.IsSecret, $"{s}"));
    }
}
