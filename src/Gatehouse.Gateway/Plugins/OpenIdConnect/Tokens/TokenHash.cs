using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>Hashes by which an ID token names what was issued with it: <c>at_hash</c>, <c>c_hash</c> (OpenID Connect Core section 3.1.3.6).</summary>
internal static class TokenHash
{
    /// <summary>Whether a claim, where there is one, is the left half of the text's hash by the ID token's algorithm.</summary>
    public static bool Fits(JsonValue claim, string idToken, string text)
    {
        if (!claim.Exists)
        {
            return true;
        }

        if (claim.Kind != JsonKind.String || !JwsToken.TryParse(Encoding.UTF8.GetBytes(idToken), JoseLimits.Default, out var jws, out _))
        {
            return false;
        }

        byte[] bytes = Encoding.ASCII.GetBytes(text);
        byte[]? hash = jws.Algorithm switch
        {
            JoseAlgorithm.HS384 or JoseAlgorithm.RS384 or JoseAlgorithm.PS384 or JoseAlgorithm.ES384 => SHA384.HashData(bytes),
            JoseAlgorithm.HS512 or JoseAlgorithm.RS512 or JoseAlgorithm.PS512 or JoseAlgorithm.ES512 => SHA512.HashData(bytes),
            // Providers do not agree about Edwards curves.
            JoseAlgorithm.EdDSA or JoseAlgorithm.Ed25519 or JoseAlgorithm.Ed448 => null,
            _ => SHA256.HashData(bytes),
        };
        return hash is null || CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(hash.AsSpan(0, hash.Length / 2))), claim.Utf8);
    }
}
