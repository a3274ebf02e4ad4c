using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Transport;

namespace Gatehouse.Ai.Selection;

/// <summary>A provider of a snapshot.</summary>
internal sealed class ProviderState(ProviderAddress address, Provider api)
{
    public string Name => Address.Name;

    public ProviderAddress Address { get; } = address;

    /// <summary>Its language.</summary>
    public Provider Api { get; } = api;

    /// <summary>Whether it runs where protected data may be.</summary>
    public required bool IsPrivate { get; init; }

    /// <summary>Names of data classes it may see.</summary>
    public required IReadOnlyList<string> DataClasses { get; init; }

    public required VendorTimeouts Timeouts { get; init; }

    /// <summary>Takes calls to it.</summary>
    public required IVendorTransport Transport { get; init; }
}
