namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>Kinds of tokens.</summary>
internal enum TokenKind
{
    End,
    Name,

    /// <summary>An integer without sign; its range is the parser's to check, because a minus belongs to the smallest one.</summary>
    Integer,

    /// <summary>Any other literal.</summary>
    Literal,

    /// <summary>An operator, a bracket, a comma, or the word <c>in</c>.</summary>
    Symbol,
}
