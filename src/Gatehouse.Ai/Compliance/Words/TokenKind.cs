namespace Gatehouse.Ai.Compliance.Words;

internal enum TokenKind : byte
{
    /// <summary>Letters.</summary>
    Word,

    /// <summary>Digits.</summary>
    Number,

    /// <summary>Letters and digits together.</summary>
    Mixed,

    /// <summary>One character that is neither, nor blank, nor an underscore.</summary>
    Symbol,
}
