using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>&lt; &lt;= &gt; &gt;=</c>.</summary>
internal sealed class OrderNode(string symbol, ExpressionNode left, ExpressionNode right) : ExpressionNode(ExpressionType.Bool)
{
    private readonly bool _acceptsLess = symbol[0] == '<';
    private readonly bool _acceptsEqual = symbol.Length == 2;

    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var one = left.Evaluate(ref evaluation);
        var other = right.Evaluate(ref evaluation);
        if (!ValueOrder.TryCompare(one, other, out int order))
        {
            return one.IsFault ? one : other.AsFault();
        }

        if (!evaluation.Spend(Math.Min(one.Bytes.Length, other.Bytes.Length) >> 5))
        {
            return ExpressionValue.Fault(ExpressionFault.Budget);
        }

        return ExpressionValue.Bool(order != ValueOrder.Unordered && (order == 0 ? _acceptsEqual : order < 0 == _acceptsLess));
    }
}
