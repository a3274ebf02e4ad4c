using Gatehouse.Core.Expressions.Nodes;

namespace Gatehouse.Core.Expressions.Values;

/// <summary>
/// CEL's equality: numbers compare by their mathematical value, values of different kinds differ, lists compare element by
/// element.
/// </summary>
internal static class ValueEquality
{
    /// <summary>Bool, or a fault: of an operand, of an element, or because the kind has no equality here (maps, lists in lists).</summary>
    public static ExpressionValue Compare(scoped in ExpressionValue left, scoped in ExpressionValue right, scoped ref Evaluation evaluation)
        => Compare(left, right, ref evaluation, areListsAllowed: true);

    private static ExpressionValue Compare(
        scoped in ExpressionValue left, scoped in ExpressionValue right, scoped ref Evaluation evaluation, bool areListsAllowed)
    {
        if (left.IsFault || right.IsFault)
        {
            return left.IsFault ? ExpressionValue.Fault((ExpressionFault)left.Number) : ExpressionValue.Fault((ExpressionFault)right.Number);
        }

        if (left.Kind != right.Kind)
        {
            return ExpressionValue.Bool(ValueOrder.AreNumbers(left, right) && ValueOrder.CompareNumbers(left, right) == 0);
        }

        switch (left.Kind)
        {
            case ExpressionKind.Double:
                return ExpressionValue.Bool(left.AsDouble == right.AsDouble);
            case ExpressionKind.String:
                return evaluation.Spend(Math.Min(left.Bytes.Length, right.Bytes.Length) >> 5)
                    ? ExpressionValue.Bool(left.Bytes.SequenceEqual(right.Bytes))
                    : ExpressionValue.Fault(ExpressionFault.Budget);
            case ExpressionKind.Ip:
                return ExpressionValue.Bool(left.Form == right.Form && left.AsAddress == right.AsAddress);
            case ExpressionKind.Cidr:
                return ExpressionValue.Bool(left.AsCidr == right.AsCidr);
            case ExpressionKind.List:
                return areListsAllowed ? CompareLists(left, right, ref evaluation) : ExpressionValue.Fault(ExpressionFault.Type);
            case ExpressionKind.Map:
                return ExpressionValue.Fault(ExpressionFault.Type);
            default:
                return ExpressionValue.Bool(left.Number == right.Number);
        }
    }

    private static ExpressionValue CompareLists(scoped in ExpressionValue left, scoped in ExpressionValue right, scoped ref Evaluation evaluation)
    {
        var lefts = new ListCursor(left);
        var rights = new ListCursor(right);
        while (true)
        {
            bool hasLeft = lefts.MoveNext(ref evaluation, out var one);
            bool hasRight = rights.MoveNext(ref evaluation, out var other);
            if (!hasLeft || !hasRight)
            {
                return ExpressionValue.Bool(hasLeft == hasRight);
            }

            var result = Compare(one, other, ref evaluation, areListsAllowed: false);
            if (!result.IsTrue)
            {
                return result;
            }
        }
    }
}
