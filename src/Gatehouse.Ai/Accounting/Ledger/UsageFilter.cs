namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>Which entries are meant; null = all.</summary>
internal record UsageFilter
{
    /// <summary>First moment that counts.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>First moment that does not.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Id or name of the consumer.</summary>
    public string? Consumer { get; init; }

    /// <summary>The client's name of the model.</summary>
    public string? Model { get; init; }

    /// <summary>Name of the provider.</summary>
    public string? Provider { get; init; }
}
