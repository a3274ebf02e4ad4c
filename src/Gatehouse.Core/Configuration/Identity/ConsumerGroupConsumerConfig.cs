namespace Gatehouse.Core.Configuration.Identity;

/// <summary>Membership of a consumer in a consumer group (Kong's <c>consumer_group_consumers</c>).</summary>
public sealed record ConsumerGroupConsumerConfig : EntityConfig
{
    public required string ConsumerGroupId { get; init; }

    public required string ConsumerId { get; init; }
}
