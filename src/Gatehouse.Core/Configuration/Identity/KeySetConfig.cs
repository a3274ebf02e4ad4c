namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>key_set</c>.</summary>
public sealed record KeySetConfig : EntityConfig
{
    public string? Name { get; init; }
}
