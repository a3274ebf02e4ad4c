using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of Kong's <c>hmacauth_credentials</c>.</summary>
internal static class HmacAuthCredentialSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CredentialFields.Consumer(),
        Field.String("username").Required().Unique(),
        CredentialFields.AutoSecret("secret"),
        CommonFields.Tags());
}
