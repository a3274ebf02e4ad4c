using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.Scope;

/// <summary>
/// Lets through whose verified token has the scopes that a route asks for; refuses as RFC 6750 section 3 says. Works on whatever
/// plugin verified the claims.
/// </summary>
internal sealed class ScopePlugin : Plugin
{
    private const string Insufficient = "The access token does not have the required scope";

    private readonly AccessReports _reports;
    private readonly ClaimPath[] _claims;
    private readonly byte[][] _all, _any;
    private readonly ulong _wanted;
    private readonly byte[] _unauthenticated, _insufficient;

    public ScopePlugin(ScopeConfig config, PluginBuildContext context)
    {
        _reports = IdentityServices.From(context).Node.Reports;
        _claims = [.. config.Claims];
        _all = [.. config.All.Select(Encoding.ASCII.GetBytes)];
        _any = [.. config.Any.Select(Encoding.ASCII.GetBytes)];

        // No list at all is refused by the schema; here it lets nobody through.
        _wanted = _all.Length == 0 ? 0 : ulong.MaxValue >> (ScopeFactory.MaxScopes - _all.Length);
        string challenge = AuthenticationFields.Challenge("Bearer", config.Realm);
        string separator = challenge == "Bearer" ? " " : ", ";
        _unauthenticated = Encoding.UTF8.GetBytes(challenge);
        _insufficient = Encoding.UTF8.GetBytes(
            $"{challenge}{separator}error=\"insufficient_scope\", scope=\"{string.Join(' ', config.All.Union(config.Any))}\"");
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        if (exchange.Claims is { } claims)
        {
            if (!IsEnough(claims))
            {
                Refuse(exchange, 403, Insufficient, "insufficient_scope", _insufficient);
            }
        }
        else if (exchange.Credential is null)
        {
            // RFC 6750 section 3.1: who brings nothing is not told what it would take.
            Refuse(exchange, 401, "Unauthorized", "unauthenticated", _unauthenticated);
        }
        else
        {
            Refuse(exchange, 403, Insufficient, "no_claims", _insufficient);
        }

        return ValueTask.CompletedTask;
    }

    private bool IsEnough(IVerifiedClaims claims)
    {
        Span<byte> scratch = stackalloc byte[ClaimWords.ScratchBytes];
        ulong found = 0;
        bool hasAny = _any.Length == 0 && _all.Length > 0;
        foreach (var path in _claims)
        {
            var words = new ClaimWords(claims, path, scratch);
            while (words.MoveNext())
            {
                int index = IndexOf(_all, words.Current);
                found |= index < 0 ? 0 : 1UL << index;
                hasAny = hasAny || IndexOf(_any, words.Current) >= 0;
            }
        }

        return hasAny && found == _wanted;
    }

    private static int IndexOf(byte[][] scopes, ReadOnlySpan<byte> scope)
    {
        for (int i = 0; i < scopes.Length; i++)
        {
            if (scope.SequenceEqual(scopes[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private void Refuse(Exchange exchange, int status, string message, string reason, byte[] challenge)
    {
        _reports.Deny(exchange, "scope", reason);
        exchange.Response.Headers.Set(HeaderNames.WwwAuthenticate, challenge);
        exchange.Respond(status, message);
    }
}
