namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>consumer</c>; at least one of username and custom_id is set.</summary>
public sealed record ConsumerConfig : EntityConfig
{
    public string? Username { get; init; }

    public string? CustomId { get; init; }
}
