using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>
/// Gets tokens for what a request presents (the id and secret of a client, the name and password of a person, a refresh token), and
/// judges them. The "token" that is verified and kept under its digest is that, pairs as <c>name:secret</c>.
/// </summary>
internal sealed class GrantVerifier(
    OpenIdMethods method, OpenIdConnectConfig config, IssuerSet issuers, TokenEndpoint endpoint, JwtChecks checks, IdTokens idTokens, ClaimRules rules,
    OpenIdFailures failures, TimeProvider time) : ITokenVerifier
{
    /// <inheritdoc/>
    public AuthenticationFailure Busy => failures.Unavailable;

    /// <inheritdoc/>
    public async ValueTask<TokenCheck> VerifyAsync(ReadOnlyMemory<byte> token)
    {
        string text = Encoding.UTF8.GetString(token.Span);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (method != OpenIdMethods.RefreshToken && colon <= 0)
        {
            return failures.Invalid(AuthenticationFailureReason.Malformed);
        }

        if (await issuers.MainAsync() is not { } provider)
        {
            return failures.Unavailable;
        }

        var result = await (method switch
        {
            OpenIdMethods.ClientCredentials => endpoint.ForClientAsync(provider, text[..colon], text[(colon + 1)..]),
            OpenIdMethods.Password => endpoint.ForPasswordAsync(provider, text[..colon], text[(colon + 1)..]),
            _ => endpoint.ForRefreshAsync(provider, text),
        });
        if (result.Answer is not { } answer)
        {
            return result.Error is null ? failures.Unavailable : failures.Invalid(AuthenticationFailureReason.WrongSecret);
        }

        return await VerificationTurns.EnterAsync() ? await JudgeAsync(provider, answer, colon > 0 ? text[..colon] : "") : Busy;
    }

    private async ValueTask<TokenCheck> JudgeAsync(Provider provider, TokenAnswer answer, string name)
    {
        var access = await AccessAsync(answer);
        if (access.Failure is { } failure)
        {
            return failure;
        }

        var id = answer.IdToken is { } idToken && method != OpenIdMethods.ClientCredentials ? await idTokens.CheckAsync(idToken, answer.AccessToken) : None;
        if (id.Failure is { } wrong)
        {
            return wrong;
        }

        // Where neither says anything: from the provider itself and for this client or person; that much is known.
        var claims = access.Json is null && id.Json is null ? new TokenClaims(Known(provider, name, answer), null) : new TokenClaims(access.Json, id.Json);
        return rules.Accept(claims, new TokenTexts(answer.AccessToken, answer.IdToken, answer.RefreshToken), EndOf(answer, access));
    }

    /// <summary>The claims of the access token. That of a client is for resources like us; a person's may be for others, and opaque.</summary>
    private async ValueTask<CheckedJwt> AccessAsync(TokenAnswer answer)
    {
        if (answer.AccessToken.Count(c => c == '.') != 2)
        {
            return None;
        }

        var jwt = await checks.CheckAsync(Encoding.UTF8.GetBytes(answer.AccessToken), TokenUse.Own);
        return jwt.Failure is null || method == OpenIdMethods.ClientCredentials ? jwt : None;
    }

    private DateTimeOffset EndOf(TokenAnswer answer, CheckedJwt access)
    {
        var now = time.GetUtcNow();
        var end = now + config.CacheTtl;
        if (answer.ExpiresIn is { } lifetime && now + lifetime < end)
        {
            end = now + lifetime;
        }

        return access.Claims?.Expiration is { } expiration && expiration < end ? expiration : end;
    }

    private static CheckedJwt None => new(null, null, null);

    private JsonClaims Known(Provider provider, string name, TokenAnswer answer)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("iss"u8, provider.Metadata.Issuer);
            if (method == OpenIdMethods.ClientCredentials)
            {
                json.WriteString("sub"u8, name);
                json.WriteString("client_id"u8, name);
            }
            else
            {
                json.WriteString("client_id"u8, config.ClientId);
                if (name.Length > 0)
                {
                    json.WriteString("username"u8, name);
                }
            }

            if (answer.Scope is { } scope)
            {
                json.WriteString("scope"u8, scope);
            }

            json.WriteEndObject();
        }

        return new JsonClaims(TokenClaims.Plugin, buffer.WrittenSpan.ToArray());
    }
}
