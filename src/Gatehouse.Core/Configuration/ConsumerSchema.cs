using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>consumers</c>.</summary>
internal static class ConsumerSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        Field.String("username").Unique(),
        Field.String("custom_id").Unique(),
        CommonFields.Tags())
        .With(EntityChecks.AtLeastOneOf("custom_id", "username"));
}
