using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>certificates</c>. Vault references suspend the checks that would need the value.</summary>
internal static class CertificateSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        Certificate("cert").Required(),
        Key("key").Required(),
        Certificate("cert_alt"),
        Key("key_alt"),
        CommonFields.Tags())
        .With(
            EntityChecks.MutuallyRequired("cert_alt", "key_alt"),
            EntityChecks.Custom(["cert", "key"], (entity, report) => Match(entity, "cert", "key", "certificate does not match key", report)),
            EntityChecks.Custom(
                ["cert_alt", "key_alt"],
                (entity, report) => Match(entity, "cert_alt", "key_alt", "alternative certificate does not match key", report)),
            EntityChecks.Custom(["cert", "cert_alt"], DifferentTypes));

    /// <summary>A PEM certificate; public, but may live in a vault with its key.</summary>
    private static Field Certificate(string name) => Field.String(name).Referenceable().Where(
        CommonFields.Text(t => PemCertificates.Describe(t) is { } error ? $"invalid certificate: {error}" : null));

    private static Field Key(string name) => Field.String(name).Secret().Where(
        CommonFields.Text(t => PemCertificates.IsKey(t) ? null : "invalid key: not an unencrypted PEM private key (RSA or EC)"));

    private static void Match(JsonObject entity, string certificate, string key, string message, Action<string, string> report)
    {
        if (JsonScalars.AsString(entity[certificate]) is { } cert && JsonScalars.AsString(entity[key]) is { } pem
            && !PemCertificates.Match(cert, pem))
        {
            report(EntityCheck.Entity, message);
        }
    }

    private static void DifferentTypes(JsonObject entity, Action<string, string> report)
    {
        if (JsonScalars.AsString(entity["cert"]) is { } first && JsonScalars.AsString(entity["cert_alt"]) is { } second
            && PemCertificates.KeyType(first) is { } type && type == PemCertificates.KeyType(second))
        {
            report(EntityCheck.Entity, "certificate and alternative certificate need to have different type "
                + "(e.g. RSA and ECDSA), the provided certificates were both of the same type");
        }
    }
}
