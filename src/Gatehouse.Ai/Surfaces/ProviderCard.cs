namespace Gatehouse.Ai.Surfaces;

/// <summary>What may be told about a provider.</summary>
internal sealed record ProviderCard(string Name, string Type)
{
    /// <summary>Scheme, host and port; null for what is inside the gateway.</summary>
    public string? Endpoint { get; init; }

    public bool IsPrivate { get; init; }

    public string? Region { get; init; }

    /// <summary>Whether a credential is configured.</summary>
    public bool HasCredential { get; init; }

    public IReadOnlyList<string> DataClasses { get; init; } = [];

    public IReadOnlyList<DeploymentCard> Deployments { get; init; } = [];
}
