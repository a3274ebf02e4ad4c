namespace Gatehouse.Ai.Surfaces;

/// <summary>What may be told about a deployment.</summary>
internal sealed record DeploymentCard(string Name, string Model, string VendorModel)
{
    public bool IsHealthy { get; init; }

    public double RestsForSeconds { get; init; }

    public int InFlight { get; init; }

    /// <summary>Milliseconds to the first content, lately; null = never asked.</summary>
    public double? FirstTokenMilliseconds { get; init; }

    /// <summary>US dollars per million tokens; null = not known.</summary>
    public decimal? InputPrice { get; init; }

    public decimal? OutputPrice { get; init; }
}
