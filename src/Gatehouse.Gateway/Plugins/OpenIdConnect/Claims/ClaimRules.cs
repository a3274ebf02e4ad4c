using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>
/// Decides by claims that have been verified whether somebody may, and who it is: required audiences, scopes, groups and roles, the
/// consumer, and what the upstream is told. One set of a plugin instance; a result holds for the token and this instance.
/// </summary>
internal sealed class ClaimRules
{
    private readonly OpenIdConnectConfig _config;
    private readonly OpenIdFailures _failures;
    private readonly IdentityDirectory _directory;
    private readonly RequiredWords[] _required;
    private readonly ClaimPath[] _forbidden;
    private readonly ClaimPath? _consumer, _groups;
    private readonly ClaimPath _credential;
    private readonly ClaimHeaders _upstream, _downstream;

    public ClaimRules(OpenIdConnectConfig config, OpenIdFailures failures, IdentityDirectory directory)
    {
        (_config, _failures, _directory) = (config, failures, directory);
        var claims = config.Claims;
        RequiredWords[] all =
        [
            new(claims.AudienceClaim, claims.AudienceRequired, "audience"),
            new(claims.ScopesClaim, claims.ScopesRequired, "scope"),
            new(claims.GroupsClaim, claims.GroupsRequired, "group"),
            new(claims.RolesClaim, claims.RolesRequired, "role"),
        ];
        _required = [.. all.Where(r => !r.IsEmpty)];
        _forbidden = [.. claims.Forbidden.Select(name => new ClaimPath(name))];
        _consumer = claims.ConsumerClaim is { } consumer ? new ClaimPath(consumer) : null;
        _groups = claims.AuthenticatedGroupsClaim is { } groups ? new ClaimPath(groups) : null;
        _credential = new ClaimPath(claims.CredentialClaim);
        _upstream = new ClaimHeaders(claims.Upstream);
        _downstream = new ClaimHeaders(claims.Downstream);
    }

    /// <summary>Fields that only this plugin may set towards the upstream.</summary>
    /// <remarks>But for Authorization: what the client says there is its own.</remarks>
    public IEnumerable<HeaderName> UpstreamNames
        => _upstream.Names.Concat(_config.Bearer.Upstream.Select(f => f.Name).Where(n => !Ascii.EqualsIgnoreCase(n.Bytes, "authorization"u8)));

    /// <summary>Judges claims; of a session, too.</summary>
    /// <param name="claims">Verified.</param>
    /// <param name="tokens">For the upstream and the client.</param>
    /// <param name="expiresAt">When what was verified ends; null = it does not say.</param>
    /// <param name="session">The session it belongs to, or null.</param>
    public TokenCheck Accept(TokenClaims claims, TokenTexts tokens, DateTimeOffset? expiresAt, LoginSession? session = null)
    {
        foreach (var required in _required)
        {
            if (!required.IsMetBy(claims))
            {
                return _failures.Forbidden(required.Reason);
            }
        }

        foreach (var forbidden in _forbidden)
        {
            if (claims.TryGetJson(forbidden, out _))
            {
                return _failures.Forbidden("claim");
            }
        }

        KnownConsumer? consumer = null;
        if (_consumer is not null)
        {
            consumer = ClaimValues.Text(claims, _consumer) is { } name ? Find(name) : null;
            if (consumer is null && !_config.Claims.IsConsumerOptional)
            {
                return _failures.Forbidden("consumer");
            }
        }

        var grant = new OpenIdGrant
        {
            Upstream = Fields(_upstream, claims, _config.Bearer.Upstream, tokens),
            Downstream = Fields(_downstream, claims, _config.Bearer.Downstream, tokens),
            Session = session,
        };
        return new VerifiedToken
        {
            Credential = new OpenIdCredential(ClaimValues.Text(claims, _credential) ?? ""),
            Consumer = consumer,
            Claims = claims,
            Groups = _groups is null ? null : ClaimValues.Words(claims, _groups),
            ExpiresAt = expiresAt,
            Bytes = claims.Bytes + grant.Upstream.Sum(u => u.Value.Length) + grant.Downstream.Sum(d => d.Value.Length) + (session?.Bytes ?? 0),
            Prepared = grant,
        };
    }

    private KnownConsumer? Find(string name)
    {
        foreach (string by in _config.Claims.ConsumerBy)
        {
            var found = by switch
            {
                "id" => _directory.FindConsumer(name),
                "username" => _directory.FindByUsername(name),
                _ => _directory.FindByCustomId(name),
            };
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static (HeaderName Name, byte[] Value)[] Fields(ClaimHeaders headers, TokenClaims claims, IReadOnlyList<TokenField> tokenFields, TokenTexts tokens)
    {
        var fields = new List<(HeaderName, byte[])>(headers.Of(claims));
        foreach (var field in tokenFields)
        {
            // An opaque token is the provider's text; it must not begin a field of its own.
            if (tokens.Of(field.Kind) is { } token && token.All(c => c is > ' ' and < '\x7f'))
            {
                fields.Add((field.Name, Encoding.ASCII.GetBytes(field.IsBearer ? "Bearer " + token : token)));
            }
        }

        return [.. fields];
    }
}
