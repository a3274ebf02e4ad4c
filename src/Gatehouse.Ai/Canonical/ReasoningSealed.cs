namespace Gatehouse.Ai.Canonical;

/// <summary>The proof of the thought that just went by, or thought that is given encrypted only. As minted, not tagged.</summary>
internal sealed record ReasoningSealed : ChatEvent
{
    public string? Signature { get; init; }

    /// <summary>Encrypted thought; then there is no text.</summary>
    public string? Redacted { get; init; }

    /// <summary>Who minted it.</summary>
    public required Dialect Origin { get; init; }

    /// <summary>The vendor's id of the thought.</summary>
    public string? Id { get; init; }

    /// <inheritdoc/>
    public override bool IsContent => true;
}
