using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>The revocation lists of a moment. Immutable.</summary>
internal sealed class RevocationLists(IReadOnlyList<RevocationList> lists)
{
    /// <summary>Clocks of issuers may be ahead by this much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    /// <summary>No lists.</summary>
    public static RevocationLists Empty { get; } = new([]);

    /// <summary>What the lists say; <paramref name="validUntil"/> is how long they say it, when it is good.</summary>
    public RevocationStatus Check(X509Certificate2 certificate, X509Certificate2 issuer, DateTimeOffset now, out DateTimeOffset validUntil)
    {
        validUntil = DateTimeOffset.MinValue;
        bool isKnown = false;
        foreach (var list in lists)
        {
            if (!list.Issuer.Span.SequenceEqual(certificate.IssuerName.RawData))
            {
                continue;
            }

            isKnown = true;
            if (!list.IsSignedBy(issuer))
            {
                continue;
            }

            // Also by a list that has expired: revocation is for ever.
            if (list.Names(certificate))
            {
                return RevocationStatus.Revoked;
            }

            if (list.ThisUpdate - Skew <= now && now < list.NextUpdate && list.NextUpdate > validUntil)
            {
                validUntil = list.NextUpdate;
            }
        }

        return validUntil > now ? RevocationStatus.Good : isKnown ? RevocationStatus.Unusable : RevocationStatus.NoList;
    }
}
