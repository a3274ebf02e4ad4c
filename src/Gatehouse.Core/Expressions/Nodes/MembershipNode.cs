using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>x in list</c>.</summary>
internal sealed class MembershipNode(ExpressionNode item, ExpressionNode list) : ExpressionNode(ExpressionType.Bool)
{
    /// <summary>Whether an element equals the item; like <c>exists</c>, a hit wins over an element that is a fault.</summary>
    public static ExpressionValue Contains(ExpressionValue list, ExpressionValue item, scoped ref Evaluation evaluation)
    {
        var fault = ExpressionFault.None;
        var cursor = new ListCursor(list);
        while (true)
        {
            int mark = evaluation.Scratch.Mark;
            if (!cursor.MoveNext(ref evaluation, out var candidate))
            {
                return fault == ExpressionFault.None ? ExpressionValue.Bool(false) : ExpressionValue.Fault(fault);
            }

            var result = ValueEquality.Compare(candidate, item, ref evaluation);
            evaluation.Scratch.Release(mark);
            if (result.IsTrue)
            {
                return ExpressionValue.Bool(true);
            }

            fault = result.IsFault && fault == ExpressionFault.None ? (ExpressionFault)result.Number : fault;
        }
    }

    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var wanted = item.Evaluate(ref evaluation);
        var from = list.Evaluate(ref evaluation);
        return wanted.IsFault ? wanted
            : from.Kind == ExpressionKind.List ? Contains(from, wanted, ref evaluation)
            : from.AsFault();
    }
}
