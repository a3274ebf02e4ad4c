using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>+ - * / %</c>.</summary>
internal sealed class ArithmeticNode(ExpressionType type, char symbol, ExpressionNode left, ExpressionNode right) : ExpressionNode(type)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
        => Arithmetic.Apply(symbol, left.Evaluate(ref evaluation), right.Evaluate(ref evaluation), ref evaluation.Scratch);
}
