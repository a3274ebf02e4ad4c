namespace Gatehouse.Ai.Canonical;

/// <summary>A piece of a message's content.</summary>
internal abstract record Part
{
    /// <summary>Whether a prompt cache point follows this part.</summary>
    public CacheMark Cache { get; init; }
}
