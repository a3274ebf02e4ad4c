namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>An expression is malformed or does not type-check. Only while it is compiled, never when it runs.</summary>
internal sealed class ExpressionSyntaxException(string message, int position) : Exception(message)
{
    /// <summary>Offset in the text, UTF-16 units.</summary>
    public int Position { get; } = position;
}
