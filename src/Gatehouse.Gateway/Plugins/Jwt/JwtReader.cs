using System.Buffers.Text;
using System.Text;
using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Jose;
using Gatehouse.Protocols.Jose.Json;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>
/// Takes a token apart and finds out what could verify it, in Kong's order of checks. Whatever can be refused without a signature is
/// refused here, so that garbage does not wait for a turn.
/// </summary>
internal sealed class JwtReader(JwtConfig config, IdentityDirectory directory, JwtSharedKeys? shared, JwtFailures failures)
{
    private readonly byte[] _keyClaim = Encoding.UTF8.GetBytes(config.KeyClaimName);

    /// <summary>Reads a token: who it says it is of, and the key, as far as there is one.</summary>
    /// <param name="text">The token, in memory that nobody changes.</param>
    /// <param name="reading">What was read.</param>
    /// <returns>Why it is refused; null when <paramref name="reading"/> is to be verified.</returns>
    public AuthenticationFailure? Read(ReadOnlyMemory<byte> text, out JwtReading reading)
    {
        reading = default;
        if (!JwsToken.TryParse(text, JoseLimits.Default, out var token, out var error)
            || !JwtClaims.TryRead(token, JoseLimits.Default, out var claims, out error))
        {
            return failures.Bad(error);
        }

        var name = KeyClaim(token, claims);
        if (name.Kind == JsonKind.String && !name.Utf8.IsEmpty && directory.FindJwt(name.Utf8) is { } credential)
        {
            return ReadCredential(token, claims, credential, out reading);
        }

        if (shared is not null && shared.IsOf(claims))
        {
            return ReadShared(token, claims, out reading);
        }

        return !name.Exists ? failures.NoKeyClaim
            : name.Kind != JsonKind.String || name.Utf8.IsEmpty ? failures.WrongKeyClaim
            : failures.UnknownKey;
    }

    private AuthenticationFailure? ReadCredential(JwsToken token, JwtClaims claims, JwtCredential credential, out JwtReading reading)
    {
        reading = default;
        var keys = JwtCredentialKeys.Of(credential);
        if (!keys.Allows(token.Algorithm))
        {
            return failures.WrongAlgorithm;
        }

        if (keys.Key(config.SecretIsBase64) is not { } key)
        {
            return failures.UnusableKey;
        }

        reading = new JwtReading(token, claims, key, credential);
        return null;
    }

    private AuthenticationFailure? ReadShared(JwsToken token, JwtClaims claims, out JwtReading reading)
    {
        // No key yet may mean that it has to be fetched.
        bool isFound = shared!.TryFind(token, out var key, out var error);
        reading = new JwtReading(token, claims, key, null);
        return isFound || error == JoseError.KeyNotFound ? null : KeyFailure(failures, error);
    }

    /// <summary>Why there is no key.</summary>
    public static AuthenticationFailure KeyFailure(JwtFailures failures, JoseError error)
        => error == JoseError.AlgorithmNotAllowed ? failures.WrongAlgorithm : failures.UnknownKeyId;

    /// <summary>The claim that names the credential; where the payload has none, the token's header is looked at.</summary>
    private JsonValue KeyClaim(JwsToken token, JwtClaims claims)
    {
        var value = claims.Root[_keyClaim];
        if (value.Kind is not (JsonKind.Missing or JsonKind.Null))
        {
            return value;
        }

        var encoded = token.Encoded[..token.Encoded.IndexOf((byte)'.')];
        return JwtClaims.TryRead(Base64Url.DecodeFromUtf8(encoded), JoseLimits.Default, out var header, out _) ? header.Root[_keyClaim] : default;
    }
}
