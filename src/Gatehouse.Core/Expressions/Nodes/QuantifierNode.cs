using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>
/// <c>list.exists(x, p)</c> and <c>list.all(x, p)</c>. As with the logical operators, an element that decides wins over errors of
/// others.
/// </summary>
/// <param name="list">The list.</param>
/// <param name="predicate">The predicate.</param>
/// <param name="depth">Place of the variable.</param>
/// <param name="decisive">The value that decides: true for exists, false for all.</param>
/// <param name="cost">Number of nodes of the predicate: the work for each element.</param>
internal sealed class QuantifierNode(ExpressionNode list, ExpressionNode predicate, int depth, bool decisive, int cost) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var from = list.Evaluate(ref evaluation);
        if (from.Kind != ExpressionKind.List)
        {
            return from.AsFault();
        }

        var fault = ExpressionFault.None;
        var cursor = new ListCursor(from);
        while (true)
        {
            int mark = evaluation.Scratch.Mark;
            if (!cursor.MoveNext(ref evaluation, out var item))
            {
                return fault == ExpressionFault.None ? ExpressionValue.Bool(!decisive) : ExpressionValue.Fault(fault);
            }

            if (!evaluation.Spend(cost))
            {
                return ExpressionValue.Fault(ExpressionFault.Budget);
            }

            evaluation.SetLocal(depth, item);
            var value = predicate.Evaluate(ref evaluation);
            evaluation.Scratch.Release(mark);
            if (value.Kind != ExpressionKind.Bool)
            {
                fault = fault == ExpressionFault.None ? (ExpressionFault)value.AsFault().Number : fault;
            }
            else if (value.IsTrue == decisive)
            {
                return ExpressionValue.Bool(decisive);
            }
        }
    }
}
