namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>The variable of a macro.</summary>
internal sealed class LocalNode(ExpressionType type, int depth) : ExpressionNode(type)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation) => evaluation.Local(depth);
}
