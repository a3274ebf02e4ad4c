namespace Gatehouse.Ai.Canonical;

/// <summary>One message of a conversation. Neighbours may have the same role; a provider that demands alternation joins them.</summary>
internal sealed record Message(MessageRole Role, IReadOnlyList<Part> Parts)
{
    /// <summary>Name of the speaker, where the dialect has one (OpenAI's <c>name</c>).</summary>
    public string? Name { get; init; }

    /// <summary>Whether instructions came as OpenAI's <c>developer</c> rather than <c>system</c>; means nothing to other vendors.</summary>
    public bool IsDeveloper { get; init; }
}
