namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>A node of a compiled expression: immutable, shared by all threads. An error is a value of the kind fault, never an exception.</summary>
internal abstract class ExpressionNode(ExpressionType type)
{
    /// <summary>What the checker knows of the value.</summary>
    public ExpressionType Type { get; } = type;

    public abstract ExpressionValue Evaluate(scoped ref Evaluation evaluation);
}
