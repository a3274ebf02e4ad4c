using System.Text;
using System.Text.Json;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>
/// Gets a token for a client that presents its id and secret, and judges it. The "token" that is verified and kept under its digest is
/// the pair, as <c>id:secret</c>.
/// </summary>
internal sealed class ClientCredentialsVerifier(
    OpenIdConnectConfig config, IssuerSet issuers, TokenEndpoint endpoint, JwtChecks checks, ClaimRules rules, OpenIdFailures failures, TimeProvider time)
    : ITokenVerifier
{
    /// <inheritdoc/>
    public AuthenticationFailure Busy => failures.Unavailable;

    /// <inheritdoc/>
    public async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
    {
        string pair = Encoding.UTF8.GetString(token.Span);
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return failures.Invalid(AuthenticationFailureReason.Malformed);
        }

        if (await issuers.MainAsync() is not { } provider)
        {
            return failures.Unavailable;
        }

        string id = pair[..colon];
        var result = await endpoint.ForClientAsync(provider, id, pair[(colon + 1)..]);
        if (result.Answer is not { } answer)
        {
            return result.Error is null ? failures.Unavailable : failures.Invalid(AuthenticationFailureReason.WrongSecret);
        }

        var kept = time.GetUtcNow() + config.CacheTtl;
        if (answer.ExpiresIn is { } lifetime && time.GetUtcNow() + lifetime < kept)
        {
            kept = time.GetUtcNow() + lifetime;
        }

        if (answer.AccessToken.Count(c => c == '.') == 2)
        {
            if (!await VerificationTurns.EnterAsync())
            {
                return Busy;
            }

            var jwt = await checks.CheckAsync(Encoding.UTF8.GetBytes(answer.AccessToken), TokenUse.Access);
            return jwt.Failure is { } failure ? failure : rules.Accept(new TokenClaims(jwt.Json, null), answer.AccessToken, kept);
        }

        // Opaque, but from the provider itself and for this client: that much is known.
        return rules.Accept(new TokenClaims(Known(provider, id, answer), null), answer.AccessToken, kept);
    }

    private static JsonClaims Known(Provider provider, string id, TokenAnswer answer)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, provider.Metadata.Issuer);
            json.WriteString("sub"u8, id);
            json.WriteString("client_id"u8, id);
            if (answer.Scope is { } scope)
            {
                json.WriteString("scope"u8, scope);
            }

            json.WriteEndObject();
        }

        return new JsonClaims(TokenClaims.Plugin, buffer.WrittenSpan.ToArray());
    }
}
