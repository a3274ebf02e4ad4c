namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>What goes into the input beside the request itself.</summary>
internal sealed record OpaInputParts
{
    public bool Service { get; init; }

    public bool Route { get; init; }

    public bool Consumer { get; init; }

    public bool Body { get; init; }

    public bool ParsedBody { get; init; }

    public bool UriCaptures { get; init; }

    public bool Claims { get; init; }

    /// <summary>Header fields that no decision depends on, so that requests that differ in them share one.</summary>
    public IReadOnlyList<string> IgnoredHeaders { get; init; } = [];

    /// <summary>Whether the body is read into memory.</summary>
    public bool NeedsBody => Body || ParsedBody;
}
