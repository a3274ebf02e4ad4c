using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of <c>mtls_auth_credentials</c> (Kong's enterprise entity).</summary>
internal static class MtlsAuthCredentialSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CredentialFields.Consumer(),
        Field.String("subject_name").Required(),
        Field.Foreign("ca_certificate", "ca_certificates"),
        CommonFields.Tags());
}
