using System.Text;

namespace Gatehouse.Core.Expressions;

/// <summary>Why an expression is refused, for its author.</summary>
/// <param name="Message">What is wrong and what was expected.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in characters (Unicode code points), from 1.</param>
public sealed record ExpressionError(string Message, int Line, int Column)
{
    /// <summary><c>line 1, column 9: …</c></summary>
    public override string ToString() => $"line {Line}, column {Column}: {Message}";

    internal static ExpressionError At(string text, int position, string message)
    {
        var before = text.AsSpan(0, Math.Min(position, text.Length));
        int line = before.Count('\n') + 1;
        int column = 1;
        foreach (Rune _ in before[(before.LastIndexOf('\n') + 1)..].EnumerateRunes())
        {
            column++;
        }

        return new ExpressionError(message, line, column);
    }
}
