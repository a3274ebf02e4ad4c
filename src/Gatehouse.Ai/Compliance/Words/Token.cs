namespace Gatehouse.Ai.Compliance.Words;

/// <summary>A word, number or symbol of a normalised text.</summary>
internal readonly record struct Token(int Start, int Length, TokenKind Kind, TokenShape Shape, WordFlags Flags)
{
    public int End => Start + Length;

    public bool Has(WordFlags flags) => (Flags & flags) != 0;

    public bool Has(TokenShape shape) => (Shape & shape) != 0;

    public bool IsWordLike => Kind != TokenKind.Symbol;
}
