namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>condition ? one : other</c>; only the branch that is taken is evaluated.</summary>
internal sealed class ConditionalNode(ExpressionType type, ExpressionNode condition, ExpressionNode one, ExpressionNode other) : ExpressionNode(type)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = condition.Evaluate(ref evaluation);
        return value.Kind != ExpressionKind.Bool ? value.AsFault()
            : value.IsTrue ? one.Evaluate(ref evaluation)
            : other.Evaluate(ref evaluation);
    }
}
