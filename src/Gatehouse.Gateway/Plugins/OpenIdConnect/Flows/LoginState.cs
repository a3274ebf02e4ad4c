using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>A log-in that has begun, as its cookie holds it.</summary>
/// <param name="State">Binds the provider's answer to this browser.</param>
/// <param name="Nonce">Binds the ID token to this log-in.</param>
/// <param name="Verifier">Proves that who brings the code has begun the log-in (RFC 7636).</param>
/// <param name="RedirectUri">Where the answer was sent to.</param>
/// <param name="Origin">Scheme and authority to go on at.</param>
/// <param name="Target">Path and query that were asked for.</param>
/// <param name="Created">Seconds since 1970.</param>
internal sealed record LoginState(string State, string Nonce, string Verifier, string RedirectUri, string Origin, string Target, long Created)
{
    private const char Separator = '\n';

    /// <summary>Code challenge, S256 (RFC 7636 section 4.2).</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>A new one.</summary>
    public static LoginState Begin(string redirectUri, string origin, string target, DateTimeOffset now)
        => new(Random(), Random(), Random(), redirectUri, origin, target, now.ToUnixTimeSeconds());

    /// <summary>The bytes to be sealed.</summary>
    public byte[] Write() => Encoding.UTF8.GetBytes(
        string.Join(Separator, State, Nonce, Verifier, RedirectUri, Origin, Target, Created.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Reads what was sealed.</summary>
    public static LoginState? Read(byte[]? bytes)
        => bytes is not null && Encoding.UTF8.GetString(bytes).Split(Separator) is { Length: 7 } parts
            && long.TryParse(parts[6], NumberStyles.None, CultureInfo.InvariantCulture, out long created)
                ? new LoginState(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5], created)
                : null;

    /// <summary>Nothing of the secrets.</summary>
    public override string ToString() => nameof(LoginState);

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
