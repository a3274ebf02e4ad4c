using System.Formats.Asn1;
using System.Security.Cryptography;
using Gatehouse.Gateway.Identity.Certificates;
using Gatehouse.TestKit.Certificates;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity.Certificates;

public sealed class RevocationListReaderTests
{
    private const string NoList = "not a revocation list in DER or PEM";
    private const string Sha256WithRsa = "1.2.840.113549.1.1.11";

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x30, 0x00 })]
    [InlineData(new byte[] { 0x30, 0x80, 0x00, 0x00 })]
    [InlineData(new byte[] { 0x04, 0x01, 0x00 })]
    public void Read_garbage_is_refused(byte[] der) => Assert.Equal(NoList, ErrorOf(der));

    [Fact]
    public void Read_every_truncation_is_refused()
    {
        using var root = new TestAuthority();
        byte[] der = Der(root.RevocationList([root.Issue(new LeafRecipe())]));

        Assert.All(Enumerable.Range(0, der.Length), length => Assert.NotNull(ErrorOf(der[..length])));
        Assert.Equal(NoList, ErrorOf([.. der, 0]));
        Assert.Null(ErrorOf(der));
    }

    [Theory]
    [InlineData("2.5.29.27", "delta, partitioned and indirect lists are not supported")]
    [InlineData("2.5.29.28", "delta, partitioned and indirect lists are not supported")]
    [InlineData("2.5.29.20", null)]
    public void Read_critical_extension_must_be_known(string oid, string? error)
        => Assert.Equal(error is null ? null : $"the list has the critical extension {oid}: {error}", ErrorOf(Write(extension: oid)));

    [Fact]
    public void Read_critical_extension_of_an_entry_must_be_known()
        => Assert.StartsWith("the list has the critical extension 2.5.29.29", ErrorOf(Write(entryExtension: "2.5.29.29")), StringComparison.Ordinal);

    [Fact]
    public void Read_extension_that_is_not_critical_does_not_matter() => Assert.Null(ErrorOf(Write(extension: "1.2.3", isCritical: false)));

    [Fact]
    public void Read_list_without_an_end_is_refused()
        => Assert.Equal("the list does not say until when it is valid (nextUpdate)", ErrorOf(Write(hasNextUpdate: false)));

    [Fact]
    public void Read_unknown_signature_is_refused()
        => Assert.Equal("the list is signed with 1.2.840.113549.1.1.5; RSA (PKCS #1) and ECDSA with SHA-2 are supported", ErrorOf(Write(algorithm: "1.2.840.113549.1.1.5")));

    [Fact]
    public void Read_algorithms_that_differ_are_refused() => Assert.Equal(NoList, ErrorOf(Write(innerAlgorithm: "1.2.840.10045.4.3.2")));

    [Theory]
    [InlineData("00ff", "FF")]
    [InlineData("0100", "0100")]
    [InlineData("00", "")]
    public void Serial_leading_zeros_do_not_count(string bytes, string text) => Assert.Equal(text, RevocationList.SerialText(Convert.FromHexString(bytes)));

    private static string? ErrorOf(byte[] der) => RevocationListReader.TryRead(der, out _, out string? error) ? null : error;

    private static byte[] Der(string pem) => Convert.FromBase64String(pem[PemEncoding.Find(pem).Base64Data]);

    private static byte[] Write(
        string? extension = null, bool isCritical = true, string? entryExtension = null, bool hasNextUpdate = true, string algorithm = Sha256WithRsa, string? innerAlgorithm = null)
    {
        var now = new DateTimeOffset(2026, 3, 4, 9, 30, 0, TimeSpan.Zero);
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                WriteAlgorithm(writer, innerAlgorithm ?? algorithm);
                using (writer.PushSequence())
                {
                }

                writer.WriteUtcTime(now);
                if (hasNextUpdate)
                {
                    writer.WriteUtcTime(now.AddDays(1));
                }

                using (writer.PushSequence())
                using (writer.PushSequence())
                {
                    writer.WriteInteger(7);
                    writer.WriteUtcTime(now);
                    if (entryExtension is not null)
                    {
                        WriteExtensions(writer, entryExtension, isCritical);
                    }
                }

                if (extension is not null)
                {
                    using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                    {
                        WriteExtensions(writer, extension, isCritical);
                    }
                }
            }

            WriteAlgorithm(writer, algorithm);
            writer.WriteBitString([1, 2, 3]);
        }

        return writer.Encode();
    }

    private static void WriteAlgorithm(AsnWriter writer, string oid)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            writer.WriteNull();
        }
    }

    private static void WriteExtensions(AsnWriter writer, string oid, bool isCritical)
    {
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(oid);
            if (isCritical)
            {
                writer.WriteBoolean(true);
            }

            writer.WriteOctetString([5, 0]);
        }
    }
}
