namespace Gatehouse.Control.Declarative;

/// <summary>Bounds of a declarative document, against alias bombs, deep nesting and sheer size.</summary>
public sealed record DeclarativeLimits
{
    public static DeclarativeLimits Default { get; } = new();

    /// <summary>Characters of the text. Default 64 Mi: ten times the largest configuration seen in public reports.</summary>
    public int MaxLength { get; init; } = 64 * 1024 * 1024;

    /// <summary>Depth of arrays and records. Default 64; Kong's own entities need 10.</summary>
    public int MaxDepth { get; init; } = 64;

    /// <summary>Values in the tree after aliases have been expanded. Default 4,000,000.</summary>
    public int MaxNodes { get; init; } = 4_000_000;
}
