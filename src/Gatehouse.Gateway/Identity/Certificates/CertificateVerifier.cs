using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>
/// Judges client certificates: a chain to exactly the given CAs and no others, validity, purpose, revocation, pins. Nothing is
/// downloaded. Thread-safe; takes a millisecond, so not for a loop's thread.
/// </summary>
internal sealed class CertificateVerifier(CertificateRules rules)
{
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    // Signatures with MD5 and SHA-1 can be made for certificates that nobody issued.
    private static readonly string[] BrokenSignatures =
        ["1.2.840.113549.1.1.2", "1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10040.4.3", "1.2.840.10045.4.1", "1.3.14.3.2.29"];

    /// <summary>Judges. Whatever goes wrong is a verdict.</summary>
    public CertificateVerdict Verify(PeerCertificate peer, RevocationLists lists, DateTimeOffset now)
    {
        try
        {
            return Judge(peer, lists, now);
        }
        catch (CryptographicException)
        {
            return AuthenticationFailureReason.Malformed;
        }
    }

    private CertificateVerdict Judge(PeerCertificate peer, RevocationLists lists, DateTimeOffset now)
    {
        var leaf = peer.Leaf;
        byte[] digest = SHA256.HashData(leaf.RawDataMemory.Span);
        if (rules.Fingerprints.Count > 0 && !rules.Fingerprints.Any(f => CryptographicOperations.FixedTimeEquals(f, digest)))
        {
            return AuthenticationFailureReason.NotAcceptable;
        }

        if (!CertificateNames.TryRead(leaf, out var names))
        {
            return AuthenticationFailureReason.Malformed;
        }

        if (now >= leaf.NotAfter)
        {
            return AuthenticationFailureReason.Expired;
        }

        if (now < leaf.NotBefore)
        {
            return AuthenticationFailureReason.NotYetValid;
        }

        if (!MayAuthenticate(leaf))
        {
            return AuthenticationFailureReason.NotAcceptable;
        }

        using var chain = MakeChain(peer, now);
        bool isBuilt = chain.Build(leaf);
        X509Certificate2[] path = [.. chain.ChainElements.Select(e => e.Certificate)];
        try
        {
            var verdict = isBuilt || IsPartial(chain, path) ? JudgePath(path, lists, now) : AuthenticationFailureReason.NotAcceptable;
            return verdict.Fault is null ? verdict with { Names = names, Fingerprint = Convert.ToHexStringLower(digest) } : verdict;
        }
        finally
        {
            foreach (var certificate in path)
            {
                certificate.Dispose();
            }
        }
    }

    private CertificateVerdict JudgePath(X509Certificate2[] path, RevocationLists lists, DateTimeOffset now)
    {
        var validUntil = path.Min(c => new DateTimeOffset(c.NotAfter));
        for (int i = 0; i < path.Length - 1; i++)
        {
            if (BrokenSignatures.Contains(path[i].SignatureAlgorithm.Value))
            {
                return AuthenticationFailureReason.NotAcceptable;
            }

            if (rules.Revocation == RevocationMode.Skip)
            {
                continue;
            }

            switch (lists.Check(path[i], path[i + 1], now, out var listedUntil))
            {
                case RevocationStatus.Good:
                    validUntil = listedUntil < validUntil ? listedUntil : validUntil;
                    break;
                case RevocationStatus.NoList when rules.Revocation == RevocationMode.WhereKnown:
                    break;
                case RevocationStatus.Revoked:
                    return AuthenticationFailureReason.Revoked;
                default:
                    return AuthenticationFailureReason.Unavailable;
            }
        }

        return new CertificateVerdict
        {
            Authorities = [.. rules.Authorities.Where(a => path.Any(c => AreSame(c, a.Certificate))).Select(a => a.Id)],
            ValidUntil = validUntil,
        };
    }

    private X509Chain MakeChain(PeerCertificate peer, DateTimeOffset now)
    {
        var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(rules.Authorities.Select(a => a.Certificate).ToArray());
        policy.ExtraStore.AddRange(peer.Intermediates.ToArray());
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationFlags = X509VerificationFlags.NoFlag;
        policy.VerificationTime = now.LocalDateTime;
        policy.VerificationTimeIgnored = false;
        policy.ApplicationPolicy.Add(new Oid(ClientAuthentication));
        return chain;
    }

    /// <summary>Whether nothing is amiss but that the chain ends at a configured CA that is no root, and that is allowed.</summary>
    private bool IsPartial(X509Chain chain, X509Certificate2[] path)
        => rules.AllowsPartialChain
            && path.Length > 1
            && chain.ChainStatus.Length > 0
            && chain.ChainStatus.All(s => s.Status == X509ChainStatusFlags.PartialChain)
            && rules.Authorities.Any(a => AreSame(a.Certificate, path[^1]));

    /// <summary>RFC 5280 section 4.2.1.12: a certificate without extended key usage is for everything, one with it only for what it names.</summary>
    private static bool MayAuthenticate(X509Certificate2 leaf)
    {
        bool isForClients = leaf.Extensions.OfType<X509EnhancedKeyUsageExtension>()
            .All(e => e.EnhancedKeyUsages.Cast<Oid>().Any(o => o.Value == ClientAuthentication));
        return isForClients && leaf.Extensions.OfType<X509KeyUsageExtension>()
            .All(e => (e.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement)) != 0);
    }

    private static bool AreSame(X509Certificate2 one, X509Certificate2 other)
        => one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);
}
