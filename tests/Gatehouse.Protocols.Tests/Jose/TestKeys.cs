using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

/// <summary>A key pair for each algorithm, made once in a run, and ways to read keys that must be good.</summary>
internal static class TestKeys
{
    private static readonly ConcurrentDictionary<JoseAlgorithm, TestKey> Made = new();
    private static readonly Lazy<RSA> SharedRsa = new(() => RSA.Create(2048));

    public static IReadOnlyList<JoseAlgorithm> Algorithms { get; } = [.. Enum.GetValues<JoseAlgorithm>().Where(a => a != JoseAlgorithm.Unknown)];

    public static RSA Rsa => SharedRsa.Value;

    public static TestKey For(JoseAlgorithm algorithm) => Made.GetOrAdd(algorithm, Make);

    public static JoseKey Jwk(string json, JoseKeyPolicy? policy = null)
    {
        bool read = JoseKey.TryReadJwk(Encoding.UTF8.GetBytes(json), policy ?? JoseKeyPolicy.Signing, out var key, out var error);
        Assert.True(read, error.ToString());
        return key!;
    }

    public static JoseKey Pem(string pem, JoseKeyPolicy? policy = null)
    {
        bool read = JoseKey.TryReadPem(pem, policy ?? JoseKeyPolicy.Signing, out var key, out var error);
        Assert.True(read, error.ToString());
        return key!;
    }

    public static JoseKey Secret(byte[] secret, JoseKeyPolicy? policy = null)
    {
        bool made = JoseKey.TryFromSecret(secret, policy ?? JoseKeyPolicy.Default, out var key, out var error);
        Assert.True(made, error.ToString());
        return key!;
    }

    public static string RsaJwk(RSAParameters p, string more = "") =>
        p.D is null
            ? $$"""{"kty":"RSA","n":"{{Tokens.Encode(p.Modulus!)}}","e":"{{Tokens.Encode(p.Exponent!)}}"{{more}}}"""
            : $$"""{"kty":"RSA","n":"{{Tokens.Encode(p.Modulus!)}}","e":"{{Tokens.Encode(p.Exponent!)}}","d":"{{Tokens.Encode(p.D)}}","p":"{{Tokens.Encode(p.P!)}}","q":"{{Tokens.Encode(p.Q!)}}","dp":"{{Tokens.Encode(p.DP!)}}","dq":"{{Tokens.Encode(p.DQ!)}}","qi":"{{Tokens.Encode(p.InverseQ!)}}"{{more}}}""";

    public static string EcJwk(string curve, ECParameters p, string more = "") =>
        $$"""{"kty":"EC","crv":"{{curve}}","x":"{{Tokens.Encode(p.Q.X!)}}","y":"{{Tokens.Encode(p.Q.Y!)}}"{{(p.D is null ? "" : $",\"d\":\"{Tokens.Encode(p.D)}\"")}}{{more}}}""";

    private static TestKey Make(JoseAlgorithm algorithm) => algorithm switch
    {
        JoseAlgorithm.HS256 or JoseAlgorithm.HS384 or JoseAlgorithm.HS512 => MakeSecret(),
        JoseAlgorithm.ES256 => MakeEc("P-256", ECCurve.NamedCurves.nistP256),
        JoseAlgorithm.ES384 => MakeEc("P-384", ECCurve.NamedCurves.nistP384),
        JoseAlgorithm.ES512 => MakeEc("P-521", ECCurve.NamedCurves.nistP521),
        JoseAlgorithm.EdDSA or JoseAlgorithm.Ed25519 => EdwardsVectors.Ed25519,
        JoseAlgorithm.Ed448 => EdwardsVectors.Ed448,
        _ => new TestKey(RsaJwk(Rsa.ExportParameters(true)), RsaJwk(Rsa.ExportParameters(false)), Rsa.ExportPkcs8PrivateKeyPem(), Rsa.ExportSubjectPublicKeyInfoPem()),
    };

    private static TestKey MakeSecret()
    {
        string jwk = $$"""{"kty":"oct","k":"{{Tokens.Encode(RandomNumberGenerator.GetBytes(64))}}"}""";
        return new TestKey(jwk, jwk, null, null);
    }

    private static TestKey MakeEc(string name, ECCurve curve)
    {
        using var ec = ECDsa.Create(curve);
        return new TestKey(EcJwk(name, ec.ExportParameters(true)), EcJwk(name, ec.ExportParameters(false)), ec.ExportPkcs8PrivateKeyPem(), ec.ExportSubjectPublicKeyInfoPem());
    }
}
