using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity.Cookies;
using Gatehouse.Gateway.Identity.Grants;
using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Identity.Tokens;
using Gatehouse.Protocols.Prometheus;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Identity;

/// <summary>What identity keeps of the node, over reloads: reports, delays of failures, last uses of credentials, issued tokens.</summary>
internal sealed class IdentityNode(AccessReports reports, ILogger logger)
{
    /// <summary>Seconds between two log lines about the same key that is being replaced.</summary>
    private const long RetiringInterval = 3600;

    private TokenScope? _renewals;

    /// <summary>The node's log about identities.</summary>
    public ILogger Logger => logger;

    /// <summary>Where failures and denials are reported.</summary>
    public AccessReports Reports => reports;

    /// <summary>Last uses of credentials.</summary>
    public CredentialUses Uses { get; } = new();

    /// <summary>Verifies passwords whose hashes are slow.</summary>
    public PasswordChecks Passwords { get; } = new();

    /// <summary>Key sets that issuers publish.</summary>
    public required RemoteKeySets KeySets { get; init; }

    /// <summary>Codes and tokens that the gateway issued.</summary>
    public ITokenStore Grants { get; init; } = new MemoryTokenStore();

    /// <summary>Secrets that the configuration leaves to the program.</summary>
    public AutoSecrets Secrets { get; } = new();

    /// <summary>Tokens that were found valid; each plugin instance opens its own part.</summary>
    public TokenCache Tokens { get; } = new();

    /// <summary>OpenID providers.</summary>
    public required RemoteProviders Providers { get; init; }

    /// <summary>Sessions that ended before their cookies did.</summary>
    public EndedSessions EndedSessions { get; } = new();

    /// <summary>
    /// Renewals of tokens, by digests of issuer, client and refresh token: shared by all plugin instances, those before a reload too,
    /// because a refresh token often works only once.
    /// </summary>
    public TokenScope RenewalsOf(TimeProvider time)
    {
        if (Volatile.Read(ref _renewals) is { } scope)
        {
            return scope;
        }

        var made = Tokens.Open(time);
        return Interlocked.CompareExchange(ref _renewals, made, null) ?? made;
    }

    /// <summary>Notes that a credential was used.</summary>
    /// <param name="credential">The credential.</param>
    /// <param name="timestamp">When the request came, in ticks of the steady clock.</param>
    /// <param name="time">The clock.</param>
    public void NoteUse(Credential credential, long timestamp, TimeProvider time)
    {
        if (credential is not ConsumerCredential own)
        {
            return;
        }

        var use = Uses.Of(own);
        var key = own as KeyCredential;
        if (key is not { IsRetiring: true } && !use.IsNoteDue(timestamp, time.TimestampFrequency))
        {
            return;
        }

        long now = time.GetUtcNow().ToUnixTimeSeconds();
        use.Note(now);
        if (key is { IsRetiring: true })
        {
            reports.Metrics.RetiringKeys.Add(MetricShard.Current);
            if (use.IsReportDue(now, RetiringInterval))
            {
                IdentityLog.RetiringKeyUsed(
                    logger, key.Id, key.Consumer.Config.Username ?? key.Consumer.Config.Id, key.ReplacedBy ?? "another", key.ValidUntilText);
            }
        }
    }

    /// <summary>Drops what was kept of credentials that a configuration no longer has.</summary>
    public void Keep(ConfigSet config)
    {
        Secrets.Keep([.. config.Plugins.Select(p => p.Id)]);
        if (Uses.Count == 0)
        {
            return;
        }

        Uses.Keep(
        [
            .. config.KeyAuthCredentials.Select(c => c.Id),
            .. config.BasicAuthCredentials.Select(c => c.Id),
            .. config.HmacAuthCredentials.Select(c => c.Id),
            .. config.JwtSecrets.Select(c => c.Id),
            .. config.OAuth2Credentials.Select(c => c.Id),
            .. config.MtlsAuthCredentials.Select(c => c.Id),
        ]);
    }
}
