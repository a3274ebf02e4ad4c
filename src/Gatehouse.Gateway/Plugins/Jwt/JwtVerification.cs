using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Protocols.Jose;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>Verifies one token that was read: the signature, then the claims.</summary>
internal sealed class JwtVerification(JwtPlugin plugin, JwtReading reading) : ITokenVerifier
{
    // Longer names of subjects are no names to send on in a header field.
    private const int MaxSubject = 256;

    /// <inheritdoc/>
    public AuthenticationFailure Busy => plugin.Failures.Busy;

    /// <inheritdoc/>
    public ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
        => reading.Key is { } key ? ValueTask.FromResult(Verify(key)) : FetchAsync();

    private async ValueTask<TokenCheck> FetchAsync()
    {
        var found = await plugin.SharedKeys!.FindAsync(reading.Token);
        if (found.Key is not { } key)
        {
            return found.IsUnavailable ? plugin.Failures.NoKeys : JwtReader.KeyFailure(plugin.Failures, found.Error);
        }

        // All who waited for the fetch come back at once.
        return await VerificationTurns.EnterAsync() ? Verify(key) : Busy;
    }

    private TokenCheck Verify(JoseKey key)
    {
        var error = key.Verify(reading.Token);
        if (error != JoseError.None)
        {
            return error == JoseError.AlgorithmNotAllowed ? plugin.Failures.WrongAlgorithm : plugin.Failures.WrongSignature;
        }

        return reading.Credential is { } credential ? VerifyClaims(credential) : VerifyShared(key);
    }

    private TokenCheck VerifyClaims(JwtCredential credential)
        => plugin.Rules.Check(reading.Claims, plugin.Now) is { } failure ? failure : Result(credential, credential.Consumer, null);

    private TokenCheck VerifyShared(JoseKey key)
    {
        if (plugin.Rules.CheckShared(reading.Claims, plugin.Now) is { } failure)
        {
            return failure;
        }

        string subject = reading.Claims.Subject is { Length: > 0 } name ? name : reading.Claims.Issuer!;
        if (subject.Length > MaxSubject)
        {
            return plugin.Failures.Bad(JoseError.ClaimType);
        }

        return plugin.TryFindConsumer(reading.Claims, out var consumer)
            ? Result(new JwtSubject(subject), consumer, key)
            : plugin.Failures.UnknownConsumer;
    }

    private VerifiedToken Result(Credential credential, KnownConsumer? consumer, JoseKey? key)
    {
        // What was read of the token is unescaped in place; plugins behind this one want the text as it was signed.
        byte[] payload = new byte[reading.Token.PayloadLength];
        reading.Token.CopyPayload(payload);
        return new VerifiedToken
        {
            Credential = credential,
            Consumer = consumer,
            Claims = new JsonClaims("jwt", payload),
            ExpiresAt = reading.Claims.Expiration,
            Bytes = payload.Length + (credential is JwtSubject ? 2 * MaxSubject : 0),
            Prepared = key,
        };
    }
}
