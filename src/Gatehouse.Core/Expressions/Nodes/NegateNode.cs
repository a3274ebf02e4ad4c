namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>-x</c> of an int or double.</summary>
internal sealed class NegateNode(ExpressionNode operand) : ExpressionNode(operand.Type)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = operand.Evaluate(ref evaluation);
        return value.Kind switch
        {
            ExpressionKind.Int when value.Number == long.MinValue => ExpressionValue.Fault(ExpressionFault.Overflow),
            ExpressionKind.Int => ExpressionValue.Int(-value.Number),
            ExpressionKind.Double => ExpressionValue.Double(-value.AsDouble),
            _ => value.AsFault(),
        };
    }
}
