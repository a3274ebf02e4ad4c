namespace Gatehouse.Ai.Canonical;

/// <summary>
/// What the model thought, with what proves it. Signatures are opaque, replayed byte for byte, and only to who minted them
/// (<see cref="Signature"/>, <see cref="SignatureTag"/>). A signature without text is legal.
/// </summary>
internal sealed record ReasoningPart(string Text) : Part
{
    /// <summary>The vendor's signature as minted; null = none.</summary>
    public string? Signature { get; init; }

    /// <summary>Thought that the vendor gave encrypted only (Anthropic's redacted_thinking, OpenAI's encrypted_content); null = none.</summary>
    public string? Redacted { get; init; }

    /// <summary>Who minted signature or encrypted thought; null = unknown, then no vendor gets them.</summary>
    public Dialect? Origin { get; init; }

    /// <summary>The vendor's id of the thought (OpenAI's reasoning items).</summary>
    public string? Id { get; init; }
}
