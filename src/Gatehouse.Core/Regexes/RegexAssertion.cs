namespace Gatehouse.Core.Regexes;

/// <summary>Conditions on a position of the text.</summary>
internal enum RegexAssertion
{
    /// <summary><c>^</c>, <c>\A</c></summary>
    TextStart,

    /// <summary><c>$</c>, <c>\z</c></summary>
    TextEnd,

    /// <summary><c>^</c> with flag m</summary>
    LineStart,

    /// <summary><c>$</c> with flag m</summary>
    LineEnd,

    /// <summary><c>\b</c></summary>
    WordBoundary,

    /// <summary><c>\B</c></summary>
    NotWordBoundary,
}
