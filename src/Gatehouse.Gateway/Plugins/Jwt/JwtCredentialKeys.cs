using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>
/// Key of a credential, made when its first token comes and kept with it. It allows one algorithm, the credential's: what a token says
/// decides nothing. Secrets of any length are taken, as in Kong; RSA keys have 2048 bits at least.
/// </summary>
internal sealed class JwtCredentialKeys
{
    private readonly Lazy<JoseKey?> _plain, _decoded;

    private JwtCredentialKeys(JwtCredential credential)
    {
        Algorithm = JoseAlgorithmName.Parse(credential.Config.Algorithm);
        _plain = new(() => Make(credential, isBase64: false));
        _decoded = new(() => Make(credential, isBase64: true));
    }

    /// <summary>The only algorithm.</summary>
    public JoseAlgorithm Algorithm { get; }

    /// <summary>Whether a token may name that one: EdDSA goes by its curve's name as well (RFC 9864 section 2.2).</summary>
    public bool Allows(JoseAlgorithm algorithm)
        => algorithm == Algorithm || (Algorithm == JoseAlgorithm.EdDSA && algorithm is JoseAlgorithm.Ed25519 or JoseAlgorithm.Ed448);

    /// <summary>Keys of a credential; any thread may ask.</summary>
    public static JwtCredentialKeys Of(JwtCredential credential)
    {
        if (credential.Prepared is JwtCredentialKeys keys)
        {
            return keys;
        }

        keys = new JwtCredentialKeys(credential);
        credential.Prepared = keys;
        return keys;
    }

    /// <summary>The key; null when there is none that can be used. Secrets are read either way: plugins may differ in that.</summary>
    public JoseKey? Key(bool isBase64) => (isBase64 ? _decoded : _plain).Value;

    private JoseKey? Make(JwtCredential credential, bool isBase64)
    {
        var policy = new JoseKeyPolicy { Algorithms = JoseAlgorithmSet.Of(Algorithm), MinimumSecretBytes = 1 };
        if (!JoseAlgorithmSet.Hmac.Contains(Algorithm))
        {
            return credential.Config.RsaPublicKey is { } pem && JoseKey.TryReadPem(pem, policy, out var key, out _) ? key : null;
        }

        byte[]? secret = credential.Config.Secret is not { } text ? null : isBase64 ? Decode(text) : Encoding.UTF8.GetBytes(text);
        return secret is not null && JoseKey.TryFromSecret(secret, policy, out var made, out _) ? made : null;
    }

    /// <summary>Both alphabets, padded or not, as Kong reads them; null when it is neither.</summary>
    private static byte[]? Decode(string text)
    {
        string padded = text.Replace('-', '+').Replace('_', '/');
        padded = padded.PadRight((padded.Length + 3) / 4 * 4, '=');
        byte[] bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out int length) ? bytes[..length] : null;
    }
}
