using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Compliance;
using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Selection;

/// <summary>A model at a provider, as one of the places where a client's model may be answered. Immutable; what changes is in <see cref="Health"/>.</summary>
internal sealed class Deployment : IDataClassBound
{
    /// <summary>Name in metrics, audit and headers.</summary>
    public required string Name { get; init; }

    public required ProviderState Provider { get; init; }

    public required VendorModel Vendor { get; init; }

    /// <inheritdoc/>
    public required DataClassSet AdmittedClasses { get; init; }

    /// <summary>Where it processes data; null = not said.</summary>
    public string? Region { get; init; }

    public int Weight { get; init; } = 100;

    public int Priority { get; init; }

    public Capabilities Capabilities { get; init; }

    /// <summary>Tokens of input and output together; null = not known.</summary>
    public int? ContextWindow { get; init; }

    /// <summary>What it costs; null = not known.</summary>
    public PriceSchedule? Prices { get; init; }

    /// <summary>How it does, over all snapshots.</summary>
    public required DeploymentHealth Health { get; init; }

    /// <summary>US dollars that a usage would cost; null = not known.</summary>
    public decimal? CostOf(in TokenUsage usage, DateTimeOffset time) => Cost.Of(usage, Prices, new CostContext(time, null, Region)).Usd;

    public override string ToString() => Name;
}
