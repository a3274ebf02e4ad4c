using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Certificates;

namespace Gatehouse.Gateway.Plugins.MtlsAuth;

/// <summary>
/// Finds out who a trusted certificate stands for, by its names in order (alternative names, then the common name): credentials bound
/// to a CA of its chain, other credentials, user names and custom ids of consumers, and at last the default consumer.
/// </summary>
internal sealed class CertificateOwners
{
    private readonly MtlsAuthConfig _config;
    private readonly IdentityDirectory _directory;
    private readonly KnownConsumer? _default;
    private readonly AuthenticationFailure _unknown;

    public CertificateOwners(MtlsAuthConfig config, IdentityDirectory directory, AuthenticationFailure unknown)
    {
        _config = config;
        _directory = directory;
        _unknown = unknown;
        if (config.DefaultConsumer is { } name)
        {
            _default = directory.FindNamed(name) ?? throw new PluginBuildException($"config.default_consumer: consumer {name} does not exist");
        }
    }

    /// <summary>The identity of a trusted certificate.</summary>
    public CertificateIdentity Of(CertificateVerdict verdict, RevocationLists lists, DateTimeOffset validUntil)
    {
        var names = verdict.Names!;
        if (!_config.SkipsConsumerLookup)
        {
            return new CertificateIdentity { Outcome = Find(verdict), Lists = lists, ValidUntil = validUntil };
        }

        string? group = _config.GroupsByDistinguishedName ? names.DistinguishedName : names.CommonName;
        return new CertificateIdentity
        {
            Outcome = AuthenticationOutcome.Success(null, new CertificateCredential(verdict.Fingerprint)),
            Lists = lists,
            ValidUntil = validUntil,
            Groups = group is null ? null : [group],
            DistinguishedName = names.DistinguishedName,
            AlternativeNames = names.Alternatives.Count == 0 ? null : FieldText.Safe(string.Join(", ", names.Alternatives)),
        };
    }

    private AuthenticationOutcome Find(CertificateVerdict verdict)
    {
        var names = verdict.Names!.All;
        var credential = names.Select(n => CredentialOf(n, c => c.Config.CaCertificateId is { } ca && verdict.Authorities.Contains(ca))).FirstOrDefault(c => c is not null)
            ?? names.Select(n => CredentialOf(n, c => c.Config.CaCertificateId is null)).FirstOrDefault(c => c is not null);
        if (credential is not null)
        {
            return AuthenticationOutcome.Success(credential);
        }

        var consumer = names.Select(ConsumerOf).FirstOrDefault(c => c is not null) ?? _default;
        return consumer is null ? _unknown : AuthenticationOutcome.Success(consumer, new CertificateCredential(verdict.Fingerprint));
    }

    private MtlsCredential? CredentialOf(string name, Func<MtlsCredential, bool> accepts) => _directory.FindMtls(name).FirstOrDefault(accepts);

    private KnownConsumer? ConsumerOf(string name)
        => (_config.ByUsername ? _directory.FindByUsername(name) : null) ?? (_config.ByCustomId ? _directory.FindByCustomId(name) : null);
}
