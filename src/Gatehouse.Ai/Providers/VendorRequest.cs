namespace Gatehouse.Ai.Providers;

/// <summary>A call to a vendor, ready to be sent apart from credentials that have to be computed over it.</summary>
internal sealed record VendorRequest
{
    /// <summary>GET or POST.</summary>
    public required string Method { get; init; }

    /// <summary>Path and query behind the provider's base URL, percent-encoded as it goes on the wire.</summary>
    public required string Target { get; init; }

    /// <summary>Header fields, credentials included where they are plain values.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>The body; empty = none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Whether a stream is expected.</summary>
    public bool IsStream { get; init; }
}
