using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Identity;
using Gatehouse.Gateway.Tests.Identity;

namespace Gatehouse.Gateway.Tests.Plugins.Jwt;

/// <summary>bob with a JWT credential for each algorithm, and two key sets.</summary>
internal static class JwtCompany
{
    public static ConfigSet Config { get; } = IdentityConfig.Company with
    {
        JwtSecrets =
        [
            .. JwtKeys.Algorithms.Select(a => Secret("app-" + a, a, JwtKeys.Secret, JwtKeys.PublicPem(a))),
            Secret("app", "HS256", JwtKeys.Secret, JwtKeys.PublicPem("RS256")),
            Secret("short", "HS256", "s", null),
            Secret("base64", "HS256", Convert.ToBase64String([0xfb, 0xff, 1, 2, 3]), null),
            Secret("no-secret", "HS256", null, null),
            Secret("no-pem", "RS256", "x", null),
            Secret("other-pem", "RS256", "x", JwtKeys.PublicPem("ES256")),
        ],
        KeySets = [new KeySetConfig { Id = "set-1", Name = "idp" }, new KeySetConfig { Id = "set-2", Name = "broken" }, new KeySetConfig { Id = "set-3", Name = "single" }],
        Keys =
        [
            new KeyConfig { Id = "key-1", SetId = "set-1", Kid = "ec", Jwk = JwtKeys.Jwk("ES256", "ec") },
            new KeyConfig { Id = "key-2", SetId = "set-1", Kid = "rsa", PublicKeyPem = JwtKeys.PublicPem("RS256") },
            new KeyConfig { Id = "key-3", SetId = "set-1", Kid = "enc", Jwk = """{"kty":"RSA","use":"enc","kid":"enc","n":"AQAB","e":"AQAB"}""" },
            new KeyConfig { Id = "key-6", SetId = "set-1", Kid = "oaep", Jwk = JwtKeys.Jwk("RS256", "oaep").Replace("{", """{"alg":"RSA-OAEP-256",""", StringComparison.Ordinal) },
            new KeyConfig { Id = "key-7", SetId = "set-1", Kid = "x25519", Jwk = """{"kty":"OKP","crv":"X25519","kid":"x25519","x":"hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo"}""" },
            new KeyConfig { Id = "key-4", SetId = "set-2", Kid = "x", Jwk = """{"kty":"RSA","kid":"x","n":"AQAB","e":"AQAB"}""" },
            new KeyConfig { Id = "key-5", SetId = "set-3", Kid = "ec", Jwk = JwtKeys.Jwk("ES256", "ec") },
        ],
    };

    private static JwtSecretConfig Secret(string key, string algorithm, string? secret, string? pem)
        => new() { Id = "jwt-" + key, ConsumerId = IdentityConfig.BobId, Key = key, Algorithm = algorithm, Secret = secret, RsaPublicKey = pem };
}
