using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Identity.Certificates;

/// <summary>
/// Reads revocation lists in DER, strictly (RFC 5280 section 5.1). What it does not understand and is critical (delta and partitioned
/// lists, lists in somebody else's name) is refused: half a list read as a whole one would let the other half in.
/// </summary>
internal static class RevocationListReader
{
    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    // authorityKeyIdentifier and cRLNumber say nothing about what the list covers.
    private static readonly string[] KnownListExtensions = ["2.5.29.35", "2.5.29.20"];

    // reasonCode and invalidityDate do not matter: revoked is revoked, on hold as well.
    private static readonly string[] KnownEntryExtensions = ["2.5.29.21", "2.5.29.24"];

    /// <summary>Reads one list; on failure <paramref name="error"/> says why.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> der, [NotNullWhen(true)] out RevocationList? list, [NotNullWhen(false)] out string? error)
    {
        (list, error) = (null, null);
        try
        {
            list = Read(der);
            return true;
        }
        catch (AsnContentException)
        {
            error = "not a revocation list in DER or PEM";
        }
        catch (NotSupportedException e)
        {
            error = e.Message;
        }

        return false;
    }

    private static RevocationList Read(ReadOnlyMemory<byte> der)
    {
        var outer = new AsnReader(der, AsnEncodingRules.DER);
        var list = outer.ReadSequence();
        outer.ThrowIfNotEmpty();
        var signed = list.PeekEncodedValue();
        var content = list.ReadSequence();
        var algorithm = list.PeekEncodedValue();
        (var hash, bool isEcdsa) = Algorithm(list.ReadSequence().ReadObjectIdentifier());
        byte[] signature = list.ReadBitString(out int unused);
        list.ThrowIfNotEmpty();
        if (unused != 0)
        {
            throw new AsnContentException();
        }

        if (content.PeekTag().HasSameClassAndValue(Asn1Tag.Integer) && content.ReadInteger() != BigInteger.One)
        {
            throw new NotSupportedException("the version of the list is unknown");
        }

        // Both places name the algorithm; a signature over one says nothing about the other.
        if (!content.ReadEncodedValue().Span.SequenceEqual(algorithm.Span))
        {
            throw new AsnContentException();
        }

        var issuer = content.ReadEncodedValue();
        var thisUpdate = Time(content);
        if (!content.HasData || !IsTime(content.PeekTag()))
        {
            throw new NotSupportedException("the list does not say until when it is valid (nextUpdate)");
        }

        var nextUpdate = Time(content);
        var serials = new HashSet<string>(StringComparer.Ordinal);
        if (content.HasData && content.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            ReadEntries(content.ReadSequence(), serials);
        }

        if (content.HasData)
        {
            CheckExtensions(content.ReadSequence(ExtensionsTag).ReadSequence(), KnownListExtensions);
        }

        content.ThrowIfNotEmpty();
        return new RevocationList
        {
            Issuer = issuer.ToArray(),
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            Serials = serials,
            Signed = signed.ToArray(),
            Signature = signature,
            Hash = hash,
            IsEcdsa = isEcdsa,
        };
    }

    private static void ReadEntries(AsnReader entries, HashSet<string> serials)
    {
        while (entries.HasData)
        {
            var entry = entries.ReadSequence();
            serials.Add(RevocationList.SerialText(entry.ReadIntegerBytes().Span));
            Time(entry);
            if (entry.HasData)
            {
                CheckExtensions(entry.ReadSequence(), KnownEntryExtensions);
            }

            entry.ThrowIfNotEmpty();
        }
    }

    private static void CheckExtensions(AsnReader extensions, string[] known)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            string oid = extension.ReadObjectIdentifier();
            bool isCritical = extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean();
            extension.ReadOctetString();
            extension.ThrowIfNotEmpty();
            if (isCritical && !known.Contains(oid))
            {
                throw new NotSupportedException($"the list has the critical extension {oid}: delta, partitioned and indirect lists are not supported");
            }
        }
    }

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset Time(AsnReader reader)
        => reader.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? reader.ReadUtcTime() : reader.ReadGeneralizedTime();

    private static (HashAlgorithmName Hash, bool IsEcdsa) Algorithm(string oid) => oid switch
    {
        "1.2.840.113549.1.1.11" => (HashAlgorithmName.SHA256, false),
        "1.2.840.113549.1.1.12" => (HashAlgorithmName.SHA384, false),
        "1.2.840.113549.1.1.13" => (HashAlgorithmName.SHA512, false),
        "1.2.840.10045.4.3.2" => (HashAlgorithmName.SHA256, true),
        "1.2.840.10045.4.3.3" => (HashAlgorithmName.SHA384, true),
        "1.2.840.10045.4.3.4" => (HashAlgorithmName.SHA512, true),
        _ => throw new NotSupportedException($"the list is signed with {oid}; RSA (PKCS #1) and ECDSA with SHA-2 are supported"),
    };
}
