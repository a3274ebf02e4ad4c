using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of Kong's <c>basicauth_credentials</c>.</summary>
internal static class BasicAuthCredentialSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CredentialFields.Consumer(),
        Field.String("username").Required().Unique(),
        Field.String("password").Required().Secret(),
        CommonFields.Tags());
}
