namespace Gatehouse.Core.Expressions;

/// <summary>Bounds of expressions. They are what makes running one a known cost; CEL demands at least 32 levels and 32 terms.</summary>
public static class ExpressionLimits
{
    /// <summary>Longest expression, UTF-16 units.</summary>
    public const int MaxLength = 4096;

    /// <summary>Deepest nesting: of parentheses and calls while reading, of operators in the tree. A row of <c>&amp;&amp;</c> or <c>||</c> is one level.</summary>
    public const int MaxDepth = 64;

    /// <summary>Most operators, names, literals and calls.</summary>
    public const int MaxNodes = 1024;

    /// <summary>Most <c>exists</c> and <c>all</c> inside each other.</summary>
    public const int MaxMacroDepth = 4;

    /// <summary>
    /// Work of one evaluation, in steps: a part of a macro's condition is one each time, two bytes of JSON are one, a header or
    /// query parameter is 256, an element of a list of the request is its place, a regular expression costs its instructions times
    /// the length of the text. A step takes some nanoseconds, so that the worst case is a few milliseconds.
    /// </summary>
    public const int MaxWork = 1 << 18;

    /// <summary>Bytes of text that one evaluation may make (concatenation, lower case, decoding).</summary>
    public const int MaxScratch = 16 * 1024;

    /// <summary>Longest text that <c>matches</c> looks at, bytes.</summary>
    public const int MaxMatchedText = 16 * 1024;
}
