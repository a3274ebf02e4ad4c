namespace Gatehouse.Ai.Canonical;

/// <summary>A document. Plain text documents have <see cref="Text"/> instead of a source.</summary>
internal sealed record FilePart(MediaSource? Source, string? Name) : Part
{
    /// <summary>The document itself, where it is text.</summary>
    public string? Text { get; init; }

    /// <summary>What the client says about it (Anthropic's <c>context</c>).</summary>
    public string? Context { get; init; }

    /// <summary>Whether the answer shall cite it.</summary>
    public bool WantsCitations { get; init; }
}
