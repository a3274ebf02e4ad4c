namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>!x</c>. What has no value has none negated either.</summary>
internal sealed class NotNode(ExpressionNode operand) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = operand.Evaluate(ref evaluation);
        return value.Kind == ExpressionKind.Bool ? ExpressionValue.Bool(!value.IsTrue) : value.AsFault();
    }
}
