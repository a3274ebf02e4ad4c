using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of Kong's <c>acls</c>.</summary>
internal static class AclSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CredentialFields.Consumer(),
        Field.String("group").Required(),
        CommonFields.Tags());
}
