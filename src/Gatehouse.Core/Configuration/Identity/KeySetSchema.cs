using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schema of Kong's <c>key_sets</c>.</summary>
internal static class KeySetSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        Field.String("name").Unique(),
        CommonFields.Tags(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"));
}
