using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Tests.Plugins.Jwt;

/// <summary>A key pair for each algorithm, made once in a run.</summary>
internal static class JwtKeys
{
    public const string Secret = "a secret of more than sixty-four bytes, so that it does for HS512 as well as for HS256";

    private static readonly RSA Rsa = RSA.Create(2048);
    private static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
    private static readonly ECDsa P521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    // RFC 8037 appendix A.1.
    private const string EdwardsJwk = """{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
    private const string EdwardsX = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

    public static readonly string[] Algorithms =
        ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

    /// <summary>PEM of the public key; null for HS.</summary>
    public static string? PublicPem(string algorithm) => algorithm[..2] switch
    {
        "HS" => null,
        "RS" or "PS" => Rsa.ExportSubjectPublicKeyInfoPem(),
        "ES" => Curve(algorithm).ExportSubjectPublicKeyInfoPem(),
        _ => PemEncoding.WriteString(
            "PUBLIC KEY", [.. Convert.FromHexString("302a300506032b6570032100"), .. System.Buffers.Text.Base64Url.DecodeFromChars(EdwardsX)]),
    };

    /// <summary>A signing key.</summary>
    public static JoseKey Signer(string algorithm)
    {
        JoseKey? key;
        JoseError error;
        bool isMade = algorithm[..2] switch
        {
            "HS" => JoseKey.TryFromSecret(Encoding.UTF8.GetBytes(Secret), JoseKeyPolicy.Signing, out key, out error),
            "RS" or "PS" => JoseKey.TryReadPem(Rsa.ExportPkcs8PrivateKeyPem(), JoseKeyPolicy.Signing, out key, out error),
            "ES" => JoseKey.TryReadPem(Curve(algorithm).ExportPkcs8PrivateKeyPem(), JoseKeyPolicy.Signing, out key, out error),
            _ => JoseKey.TryReadJwk(Encoding.UTF8.GetBytes(EdwardsJwk), JoseKeyPolicy.Signing, out key, out error),
        };
        return isMade ? key! : throw new InvalidOperationException(error.ToString());
    }

    /// <summary>A public JWK.</summary>
    public static string Jwk(string algorithm, string kid)
    {
        if (algorithm[..2] is "RS" or "PS")
        {
            var p = Rsa.ExportParameters(false);
            return $$"""{"kty":"RSA","kid":"{{kid}}","n":"{{Text(p.Modulus!)}}","e":"{{Text(p.Exponent!)}}"}""";
        }

        var q = Curve(algorithm).ExportParameters(false).Q;
        return $$"""{"kty":"EC","kid":"{{kid}}","crv":"P-{{(algorithm == "ES512" ? "521" : algorithm[2..])}}","x":"{{Text(q.X!)}}","y":"{{Text(q.Y!)}}"}""";
    }

    /// <summary>A token with just these claims; its header may name the algorithm otherwise.</summary>
    public static string Token(string claims, string algorithm = "HS256", string more = "", string? name = null)
        => JwsWriter.Write(Signer(algorithm), JoseAlgorithmName.Parse(algorithm), Encoding.UTF8.GetBytes($$"""{"alg":"{{name ?? algorithm}}"{{more}}}"""), Encoding.UTF8.GetBytes(claims));

    /// <summary>A token signed with HMAC under any bytes.</summary>
    public static string Forged(byte[] secret, string header, string claims)
    {
        string input = $"{Text(Encoding.UTF8.GetBytes(header))}.{Text(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Text(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}";
    }

    /// <summary>Three parts as they are, the first two encoded.</summary>
    public static string Parts(string header, string claims, string signature = "c2ln")
        => $"{Text(Encoding.UTF8.GetBytes(header))}.{Text(Encoding.UTF8.GetBytes(claims))}.{signature}";

    public static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static ECDsa Curve(string algorithm) => algorithm switch { "ES256" => P256, "ES384" => P384, _ => P521 };
}
