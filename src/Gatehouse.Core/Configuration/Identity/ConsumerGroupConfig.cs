namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A <c>consumer_group</c>: consumers that plugins can be bound to together (Kong's enterprise entity).</summary>
public sealed record ConsumerGroupConfig : EntityConfig
{
    public required string Name { get; init; }
}
