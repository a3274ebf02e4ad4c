namespace Gatehouse.Ai.Surfaces;

/// <summary>What may be told about the gateway. No secret, no address with a credential in it.</summary>
internal sealed record GatewayInfo
{
    public required string Version { get; init; }

    public required DateTimeOffset Now { get; init; }

    public required TimeSpan Uptime { get; init; }

    public required ModelCatalog Catalog { get; init; }

    public required IReadOnlyList<ProviderCard> Providers { get; init; }

    /// <summary>Name of the policy that applies; null = none.</summary>
    public string? Policy { get; init; }

    /// <summary>What the policy does to each class, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Actions { get; init; } = [];

    /// <summary>How models are chosen, by name of the model.</summary>
    public required IReadOnlyList<RoutingCard> Routing { get; init; }

    /// <summary>Dialects spoken here.</summary>
    public required IReadOnlyList<string> Surfaces { get; init; }

    /// <summary>Whether the ledger takes entries; without it nothing is answered.</summary>
    public bool IsLedgerWritable { get; init; } = true;

    /// <summary>How Redis answered; null = none is configured, or it was not asked.</summary>
    public RedisCard? Redis { get; init; }
}
