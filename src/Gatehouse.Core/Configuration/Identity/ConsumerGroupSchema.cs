using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Schemas of <c>consumer_groups</c> and of the membership in them.</summary>
internal static class ConsumerGroupSchema
{
    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        CommonFields.Utf8Name("name").Required(),
        CommonFields.Tags());

    public static RecordSchema CreateMembership() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        Field.Foreign("consumer_group", "consumer_groups").Required(),
        Field.Foreign("consumer", "consumers").Required(),
        CommonFields.Tags());
}
