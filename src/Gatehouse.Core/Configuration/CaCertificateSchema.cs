using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>ca_certificates</c>. The digest is always computed, whatever the document says.</summary>
internal static class CaCertificateSchema
{
    public static RecordSchema Create(TimeProvider time) => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        Field.String("cert").Required().Where(
            CommonFields.Text(t => PemCertificates.Describe(t) is { } error ? $"invalid certificate: {error}" : null)),
        Field.String("cert_digest").Unique(),
        CommonFields.Tags())
        .With(EntityChecks.Custom(["cert"], (entity, report) =>
        {
            if (JsonScalars.AsString(entity["cert"]) is { } pem && Check(pem, time) is { } message)
            {
                report(EntityCheck.Entity, message);
            }
        })) with
    {
        Prepare = SetDigest,
    };

    private static void SetDigest(JsonObject entity)
    {
        if (PemCertificates.TryRead(JsonScalars.AsString(entity["cert"]), out var certificate))
        {
            using (certificate)
            {
                entity["cert_digest"] = Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));
            }
        }
    }

    private static string? Check(string pem, TimeProvider time)
    {
        if (PemCertificates.Count(pem) > 1)
        {
            return "please submit only one certificate at a time";
        }

        if (!PemCertificates.TryRead(pem, out var certificate))
        {
            return null;
        }

        using (certificate)
        {
            if (certificate.NotAfter.ToUniversalTime() < time.GetUtcNow().UtcDateTime)
            {
                return "certificate expired, \"Not After\" time is in the past";
            }

            return certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority)
                ? null
                : "certificate does not appear to be a CA because it is missing the \"CA\" basic constraint";
        }
    }
}
