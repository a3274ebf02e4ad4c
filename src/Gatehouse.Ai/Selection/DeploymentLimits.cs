namespace Gatehouse.Ai.Selection;

/// <summary>An operator's own limits towards a vendor. Null = none.</summary>
internal sealed record DeploymentLimits
{
    public int? RequestsPerMinute { get; init; }

    public int? TokensPerMinute { get; init; }

    public int? MaxConcurrent { get; init; }

    /// <summary>How long it rests after failures, where the vendor does not say.</summary>
    public TimeSpan Cooldown { get; init; } = TimeSpan.FromSeconds(30);
}
