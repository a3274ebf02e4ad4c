using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Hygiene;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Certificates;

namespace Gatehouse.Gateway.Plugins.MtlsAuth;

/// <summary>
/// Lets in who has a client certificate of certain CAs. It is judged off the loop, once per connection and <c>cache_ttl</c>; requests
/// find the result by the certificate of their connection.
/// </summary>
internal sealed class MtlsAuthPlugin : AuthenticationPlugin, IClientCertificatePlugin
{
    private const string FailedVerification = "TLS certificate failed verification";

    private readonly MtlsAuthConfig _config;
    private readonly AuthenticationFailure _missing;
    private readonly AuthenticationFailure[] _failures;
    private readonly CertificateVerifier _verifier;
    private readonly CertificateOwners _owners;
    private readonly RevocationFiles _files;

    // Neither the connection nor this instance keeps the other alive.
    private readonly ConditionalWeakTable<PeerCertificate, Task<CertificateIdentity>> _identities = [];

    public MtlsAuthPlugin(MtlsAuthConfig config, AuthenticationOptions options, PluginBuildContext context)
        : base(options, context)
    {
        _config = config;
        _missing = new(AuthenticationFailureReason.Missing, "No required TLS certificate was sent", null);
        _failures =
        [
            .. Enumerable.Range(0, AuthenticationFailureReasons.Count)
                .Select(r => new AuthenticationFailure((AuthenticationFailureReason)r, FailedVerification, null)),
        ];
        CaCertificate[] authorities = [.. config.CaCertificates.Select(Authority)];
        NamedAuthorities = config.SendsCaNames ? [.. authorities.Select(a => a.Certificate)] : [];
        _owners = new CertificateOwners(config, Directory, FailureOf(AuthenticationFailureReason.Unknown));
        _verifier = new CertificateVerifier(new CertificateRules
        {
            Authorities = authorities,
            AllowsPartialChain = config.AllowsPartialChain,
            Revocation = config.Revocation,
            Fingerprints = config.Fingerprints,
        });
        try
        {
            _files = new RevocationFiles(config.CrlFiles, Time, Node.Logger);
        }
        catch (InvalidDataException e)
        {
            throw new PluginBuildException($"config.crl_files: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<X509Certificate2> NamedAuthorities { get; }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        _files.Dispose();
        return base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override ValueTask<AuthenticationOutcome> AuthenticateAsync(Exchange exchange)
    {
        // Who is asked for a certificate depends on the name in the handshake, and the certificate answers that name (CVE-2026-48491).
        if (exchange.Connection.IsTls && !ServerNameMatch.IsFor(exchange.Connection.ServerName, exchange.Request.Authority))
        {
            Misdirect(exchange);
            return ValueTask.FromResult(AuthenticationOutcome.Nothing);
        }

        if (exchange.Connection.ClientCertificate is not { } peer)
        {
            return ValueTask.FromResult<AuthenticationOutcome>(_missing);
        }

        if (_identities.TryGetValue(peer, out var judged) && judged.IsCompletedSuccessfully)
        {
            var identity = judged.GetAwaiter().GetResult();
            if (IsFresh(identity))
            {
                return ValueTask.FromResult(Take(exchange, identity));
            }

            _identities.Remove(peer);
        }

        return JudgeAsync(exchange, peer);
    }

    private async ValueTask<AuthenticationOutcome> JudgeAsync(Exchange exchange, PeerCertificate peer)
        => Take(exchange, await _identities.GetValue(peer, p => Task.Run(() => Judge(p))));

    private CertificateIdentity Judge(PeerCertificate peer)
    {
        var now = Time.GetUtcNow();
        var lists = _files.Current;
        var verdict = _verifier.Verify(peer, lists, now);
        var validUntil = now + _config.VerdictLifetime < verdict.ValidUntil ? now + _config.VerdictLifetime : verdict.ValidUntil;
        return verdict.Fault is { } fault
            ? new CertificateIdentity { Outcome = FailureOf(fault), Lists = lists, ValidUntil = validUntil }
            : _owners.Of(verdict, lists, validUntil);
    }

    private static AuthenticationOutcome Take(Exchange exchange, CertificateIdentity identity)
    {
        IdentityHeaders.Set(exchange.Request.Headers, IdentityHeaders.ClientCertificateDn, identity.DistinguishedName);
        IdentityHeaders.Set(exchange.Request.Headers, IdentityHeaders.ClientCertificateSan, identity.AlternativeNames);
        if (identity.Groups is not null)
        {
            exchange.AuthenticatedGroups = identity.Groups;
        }

        return identity.Outcome;
    }

    private bool IsFresh(CertificateIdentity identity)
        => Time.GetUtcNow() < identity.ValidUntil && ReferenceEquals(identity.Lists, _files.Current);

    private void Misdirect(Exchange exchange)
    {
        Node.Reports.Deny(exchange, Name, "misdirected");
        var rejection = RejectionReasons.Of(RejectionReason.MisdirectedRequest);
        exchange.Rejection = RejectionReason.MisdirectedRequest;
        exchange.Respond(rejection.Status, rejection.Message);
    }

    private AuthenticationFailure FailureOf(AuthenticationFailureReason reason) => _failures[(int)reason];

    private CaCertificate Authority(string id)
        => Directory.FindCaCertificate(id) ?? throw new PluginBuildException($"config.ca_certificates: CA certificate {id} does not exist");
}
