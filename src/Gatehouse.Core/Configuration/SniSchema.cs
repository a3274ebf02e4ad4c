using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>snis</c>.</summary>
internal static class SniSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.WildcardHost("name").Required().Unique(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        CommonFields.Tags(),
        Field.Foreign("certificate", "certificates").Required());
}
