namespace Gatehouse.Core.Expressions.Values;

/// <summary>CEL's order: numbers by their mathematical value, strings by code point (which is byte by byte in UTF-8), false before true.</summary>
internal static class ValueOrder
{
    /// <summary>What <see cref="TryCompare"/> gives for a NaN: neither less nor greater nor equal.</summary>
    public const int Unordered = 2;

    /// <summary>Whether both are int or double.</summary>
    public static bool AreNumbers(scoped in ExpressionValue left, scoped in ExpressionValue right)
        => left.Kind is ExpressionKind.Int or ExpressionKind.Double && right.Kind is ExpressionKind.Int or ExpressionKind.Double;

    /// <summary>−1, 0, 1 or <see cref="Unordered"/>; false for kinds that have no order with each other.</summary>
    public static bool TryCompare(scoped in ExpressionValue left, scoped in ExpressionValue right, out int order)
    {
        order = 0;
        if (AreNumbers(left, right))
        {
            order = CompareNumbers(left, right);
            return true;
        }

        if (left.Kind != right.Kind)
        {
            return false;
        }

        switch (left.Kind)
        {
            case ExpressionKind.String:
                order = Math.Sign(left.Bytes.SequenceCompareTo(right.Bytes));
                return true;
            case ExpressionKind.Bool or ExpressionKind.Timestamp or ExpressionKind.Duration:
                order = left.Number.CompareTo(right.Number);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Compares two numbers without losing digits of the integers.</summary>
    public static int CompareNumbers(scoped in ExpressionValue left, scoped in ExpressionValue right)
    {
        if (left.Kind == ExpressionKind.Int)
        {
            return right.Kind == ExpressionKind.Int ? left.Number.CompareTo(right.Number) : Compare(left.Number, right.AsDouble);
        }

        if (right.Kind == ExpressionKind.Int)
        {
            int order = Compare(right.Number, left.AsDouble);
            return order == Unordered ? order : -order;
        }

        double one = left.AsDouble;
        double other = right.AsDouble;
        return double.IsNaN(one) || double.IsNaN(other) ? Unordered : one.CompareTo(other);
    }

    private static int Compare(long whole, double number)
    {
        const double Limit = 9223372036854775808.0;
        if (double.IsNaN(number))
        {
            return Unordered;
        }

        if (number >= Limit)
        {
            return -1;
        }

        if (number < -Limit)
        {
            return 1;
        }

        double floor = Math.Floor(number);
        int order = whole.CompareTo((long)floor);
        return order != 0 || floor == number ? order : -1;
    }
}
