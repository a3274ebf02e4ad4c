using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Tests.Identity.Keys;

/// <summary>A P-256 key of an issuer: to sign with, and as the JWK that it publishes.</summary>
internal sealed record SigningKey(JoseKey Key, string Jwk)
{
    public static SigningKey Create(string keyId)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var p = key.ExportParameters(true);
        string point = $$"""{"kty":"EC","crv":"P-256","kid":"{{keyId}}","x":"{{Text(p.Q.X!)}}","y":"{{Text(p.Q.Y!)}}" """;
        return JoseKey.TryReadJwk(Encoding.ASCII.GetBytes($$"""{{point}},"d":"{{Text(p.D!)}}"}"""), JoseKeyPolicy.Signing, out var signer, out var error)
            ? new SigningKey(signer, point + "}")
            : throw new InvalidOperationException(error.ToString());
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
