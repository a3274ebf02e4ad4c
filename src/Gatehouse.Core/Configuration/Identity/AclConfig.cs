namespace Gatehouse.Core.Configuration.Identity;

/// <summary>A Kong <c>acl</c>: the name of a group that a consumer belongs to for plugin <c>acl</c>.</summary>
public sealed record AclConfig : EntityConfig
{
    public required string ConsumerId { get; init; }

    public required string Group { get; init; }
}
