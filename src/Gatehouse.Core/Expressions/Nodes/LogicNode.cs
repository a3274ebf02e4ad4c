namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>
/// <c>&amp;&amp;</c> and <c>||</c> over two or more operands. CEL: the value that decides (false for and, true for or) wins over
/// errors of the other operands, on whichever side they stand.
/// </summary>
internal sealed class LogicNode(bool decisive, ExpressionNode[] operands) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var fault = ExpressionFault.None;
        foreach (var operand in operands)
        {
            var value = operand.Evaluate(ref evaluation);
            if (value.Kind != ExpressionKind.Bool)
            {
                fault = fault == ExpressionFault.None ? (ExpressionFault)value.AsFault().Number : fault;
            }
            else if (value.IsTrue == decisive)
            {
                return ExpressionValue.Bool(decisive);
            }
        }

        return fault == ExpressionFault.None ? ExpressionValue.Bool(!decisive) : ExpressionValue.Fault(fault);
    }
}
