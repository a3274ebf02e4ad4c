using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>==</c> and <c>!=</c>.</summary>
internal sealed class EqualityNode(ExpressionNode left, ExpressionNode right, bool isNegated) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var result = ValueEquality.Compare(left.Evaluate(ref evaluation), right.Evaluate(ref evaluation), ref evaluation);
        return result.IsFault ? result : ExpressionValue.Bool(result.IsTrue != isNegated);
    }
}
