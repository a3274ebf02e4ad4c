namespace Gatehouse.Core.Configuration;

/// <summary>A Kong <c>target</c> of an upstream.</summary>
public sealed record TargetConfig : EntityConfig
{
    public required string UpstreamId { get; init; }

    /// <summary><c>host:port</c>; IPv6 in brackets.</summary>
    public required string Target { get; init; }

    /// <summary>0–65535, default 100; 0 = never chosen.</summary>
    public int Weight { get; init; } = 100;
}
