using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>A token.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Position">Where it starts.</param>
/// <param name="Text">As written.</param>
/// <param name="Literal">Its value, for literals other than integers.</param>
internal readonly record struct Token(TokenKind Kind, int Position, string Text, ExpressionConstant? Literal = null)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    /// <summary>For messages.</summary>
    public override string ToString() => Kind == TokenKind.End ? "the end" : Text.Length > 40 ? $"'{Text[..40]}…'" : $"'{Text}'";
}
