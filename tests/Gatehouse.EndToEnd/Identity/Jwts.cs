using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.EndToEnd.Identity;

/// <summary>Writes tokens by hand, so that the gateway's own code does not check itself.</summary>
internal static class Jwts
{
    public static string Hs256(string secret, string claims) => Sign("HS256", claims, input => HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), input));

    public static string Rs256(RSA key, string claims) => Sign("RS256", claims, input => key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public static string Es256(ECDsa key, string kid, string claims) => Sign("ES256", claims, input => key.SignData(input, HashAlgorithmName.SHA256), kid);

    /// <summary>A public JWK.</summary>
    public static string Jwk(ECDsa key, string kid)
    {
        var q = key.ExportParameters(false).Q;
        return $$"""{"kty":"EC","crv":"P-256","kid":"{{kid}}","x":"{{Text(q.X!)}}","y":"{{Text(q.Y!)}}"}""";
    }

    /// <summary>Unix seconds from now.</summary>
    public static string In(int seconds) => (DateTimeOffset.UtcNow.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);

    private static string Sign(string algorithm, string claims, Func<byte[], byte[]> sign, string? kid = null)
    {
        string header = kid is null ? $$"""{"alg":"{{algorithm}}","typ":"JWT"}""" : $$"""{"alg":"{{algorithm}}","typ":"JWT","kid":"{{kid}}"}""";
        string input = $"{Text(Encoding.UTF8.GetBytes(header))}.{Text(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Text(sign(Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Text(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
