using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>A literal, or what could be computed when the expression was compiled.</summary>
internal sealed class ConstantNode(ExpressionType type, ExpressionConstant constant) : ExpressionNode(type)
{
    public ExpressionConstant Constant => constant;

    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation) => constant.Value;
}
