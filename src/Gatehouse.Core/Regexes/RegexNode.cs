namespace Gatehouse.Core.Regexes;

/// <summary>A parsed regular expression.</summary>
internal abstract record RegexNode
{
    /// <summary>The empty text.</summary>
    public sealed record Empty : RegexNode;

    /// <summary>One character, as it is.</summary>
    public sealed record Literal(char Value) : RegexNode;

    /// <summary>One character out of a class.</summary>
    public sealed record Set(CharClass Class) : RegexNode;

    /// <summary>A condition on the position.</summary>
    public sealed record Assertion(RegexAssertion Kind) : RegexNode;

    /// <summary>One after the other.</summary>
    public sealed record Concat(IReadOnlyList<RegexNode> Parts) : RegexNode;

    /// <summary>The first alternative is preferred.</summary>
    public sealed record Alternate(IReadOnlyList<RegexNode> Options) : RegexNode;

    /// <summary>Repetition; <paramref name="Max"/> null = without end; lazy prefers fewer.</summary>
    public sealed record Repeat(RegexNode Body, int Min, int? Max, bool IsLazy) : RegexNode;

    /// <summary>A capturing group, numbered from 1 by its opening parenthesis.</summary>
    public sealed record Capture(int Index, RegexNode Body) : RegexNode;
}
