using Gatehouse.Ai.Accounting.Prices;

namespace Gatehouse.Ai.Accounting;

/// <summary>Who asks which vendor for what, as far as money is concerned. No content.</summary>
internal sealed record AttemptContext
{
    /// <summary>Id of the attempt, new for each: <see cref="Guid.CreateVersion7()"/>.</summary>
    public required Guid AttemptId { get; init; }

    /// <summary>The request's id.</summary>
    public required string RequestId { get; init; }

    /// <summary>Id of the consumer; null = none, which is one consumer of its own to budgets.</summary>
    public string? ConsumerId { get; init; }

    /// <summary>Name of the consumer; null = none.</summary>
    public string? ConsumerName { get; init; }

    /// <summary>Groups of the consumer.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Id of the credential, never the credential; null = none.</summary>
    public string? CredentialId { get; init; }

    /// <summary>The client's name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Type of the provider, as the price book spells it.</summary>
    public required string ProviderType { get; init; }

    /// <summary>Name of the provider.</summary>
    public required string Provider { get; init; }

    /// <summary>Name of the deployment.</summary>
    public required string Deployment { get; init; }

    /// <summary>The vendor's id of the model, as configured.</summary>
    public required string VendorModel { get; init; }

    /// <summary>Region that the deployment is pinned to; null = none.</summary>
    public string? Region { get; init; }

    /// <summary>Tier that is asked of the vendor; null = the standard one.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>Whether it is part of a batch.</summary>
    public bool IsBatch { get; init; }

    /// <summary>Whether the client asked for a stream.</summary>
    public bool IsStream { get; init; }

    /// <summary>Name of the request's data class; null = not classified.</summary>
    public string? DataClass { get; init; }

    /// <summary>Tags for reports.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Prices, where the caller has looked them up already; null = the accountant does.</summary>
    public PriceSchedule? Prices { get; init; }

    /// <summary>Longest time that the attempt may take; a node that dies holds its reservations that long on Redis. Default 10 minutes.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(10);
}
