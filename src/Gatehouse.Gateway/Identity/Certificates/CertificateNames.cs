using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>
/// Names in a client certificate, read strictly: a name with a NUL or another control character is no name that two readers agree on
/// (CVE-2026-47778), so that such a certificate has none at all.
/// </summary>
internal sealed class CertificateNames
{
    private const string AlternativeNames = "2.5.29.17";
    private const string CommonNameType = "2.5.4.3";

    // Nobody needs more; each costs a look-up.
    private const int MaxNames = 64;

    private CertificateNames(IReadOnlyList<string> alternatives, string? commonName, string distinguishedName)
    {
        Alternatives = alternatives;
        CommonName = commonName;
        DistinguishedName = distinguishedName;
        All = commonName is null ? alternatives : [.. alternatives, commonName];
    }

    /// <summary>DNS names, mail addresses, URIs and IP addresses of the subject alternative name, in order.</summary>
    public IReadOnlyList<string> Alternatives { get; }

    /// <summary>The common name; null when there is none or more than one.</summary>
    public string? CommonName { get; }

    /// <summary>The subject, with attributes in the order of RFC 4514, fit for a header field.</summary>
    public string DistinguishedName { get; }

    /// <summary>Alternatives, then the common name: the order of look-ups.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Reads the names; false when they are malformed, ambiguous or too many.</summary>
    public static bool TryRead(X509Certificate2 certificate, [NotNullWhen(true)] out CertificateNames? names)
    {
        names = null;
        try
        {
            var alternatives = new List<string>();
            var extensions = certificate.Extensions.Where(e => e.Oid?.Value == AlternativeNames).ToList();
            if (extensions.Count > 1 || (extensions.Count == 1 && !TryReadAlternatives(extensions[0].RawData, alternatives)))
            {
                return false;
            }

            string[] common = CommonNames(certificate.SubjectName);
            if (common.Any(n => !IsName(n)))
            {
                return false;
            }

            names = new CertificateNames(alternatives, common.Length == 1 ? common[0] : null, FieldText.Safe(certificate.SubjectName.Name));
            return true;
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException)
        {
            return false;
        }
    }

    private static bool TryReadAlternatives(byte[] der, List<string> names)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        while (sequence.HasData)
        {
            var tag = sequence.PeekTag();
            string? name = tag.TagClass != TagClass.ContextSpecific ? null : tag.TagValue switch
            {
                // rfc822Name, dNSName, uniformResourceIdentifier.
                1 or 2 or 6 => sequence.ReadCharacterString(UniversalTagNumber.IA5String, tag),
                7 => Address(sequence.ReadOctetString(tag)),
                _ => Skip(sequence),
            };
            if (name is null)
            {
                return false;
            }

            if (name.Length == 0)
            {
                continue;
            }

            if (!IsName(name) || names.Count == MaxNames)
            {
                return false;
            }

            names.Add(name);
        }

        return true;
    }

    private static string? Address(byte[] bytes) => bytes.Length is 4 or 16 ? new IPAddress(bytes).ToString() : null;

    /// <summary>Other kinds of names are nothing that a configuration could mean.</summary>
    private static string Skip(AsnReader sequence)
    {
        sequence.ReadEncodedValue();
        return "";
    }

    private static string[] CommonNames(X500DistinguishedName subject)
        =>
        [
            .. subject.EnumerateRelativeDistinguishedNames()
                .Where(n => !n.HasMultipleElements && n.GetSingleElementType().Value == CommonNameType)
                .Select(n => n.GetSingleElementValue() ?? ""),
        ];

    private static bool IsName(string text) => text.Length is > 0 and <= 1024 && !text.Any(char.IsControl);
}
