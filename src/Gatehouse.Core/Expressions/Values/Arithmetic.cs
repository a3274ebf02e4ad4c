namespace Gatehouse.Core.Expressions.Values;

/// <summary>CEL's arithmetic. Integers do not wrap around: what leaves 64 bits is an error.</summary>
internal static class Arithmetic
{
    /// <summary>The result of an operator, one of <c>+ - * / %</c>.</summary>
    public static ExpressionValue Apply(char symbol, scoped in ExpressionValue left, scoped in ExpressionValue right, scoped ref ExpressionScratch scratch)
    {
        if (left.IsFault || right.IsFault)
        {
            return left.IsFault ? left : right;
        }

        return (left.Kind, right.Kind) switch
        {
            (ExpressionKind.Int, ExpressionKind.Int) => Whole(symbol, left.Number, right.Number),
            (ExpressionKind.Double, ExpressionKind.Double) => Fractional(symbol, left.AsDouble, right.AsDouble),
            (ExpressionKind.String, ExpressionKind.String) when symbol == '+' => Join(left, right, ref scratch),
            (ExpressionKind.Timestamp, ExpressionKind.Duration) when symbol == '+' => TimeRange.Timestamp((Int128)left.Number + right.Number),
            (ExpressionKind.Timestamp, ExpressionKind.Duration) when symbol == '-' => TimeRange.Timestamp((Int128)left.Number - right.Number),
            (ExpressionKind.Duration, ExpressionKind.Timestamp) when symbol == '+' => TimeRange.Timestamp((Int128)left.Number + right.Number),
            (ExpressionKind.Timestamp, ExpressionKind.Timestamp) when symbol == '-' => TimeRange.Duration((Int128)left.Number - right.Number),
            (ExpressionKind.Duration, ExpressionKind.Duration) when symbol == '+' => TimeRange.Duration((Int128)left.Number + right.Number),
            (ExpressionKind.Duration, ExpressionKind.Duration) when symbol == '-' => TimeRange.Duration((Int128)left.Number - right.Number),
            _ => ExpressionValue.Fault(ExpressionFault.Type),
        };
    }

    /// <summary>The type of a result, null when there is no such operator for the types.</summary>
    public static ExpressionType? TypeOf(char symbol, ExpressionType left, ExpressionType right)
    {
        if (left.IsDyn || right.IsDyn)
        {
            return (left.IsDyn ? right : left).Kind switch
            {
                ExpressionKind.Int or ExpressionKind.Double or ExpressionKind.Dyn or ExpressionKind.Timestamp or ExpressionKind.Duration => ExpressionType.Dyn,
                ExpressionKind.String when symbol == '+' => ExpressionType.String,
                _ => null,
            };
        }

        return (left.Kind, right.Kind, symbol) switch
        {
            (ExpressionKind.Int, ExpressionKind.Int, _) => left,
            (ExpressionKind.Double, ExpressionKind.Double, not '%') => left,
            (ExpressionKind.String, ExpressionKind.String, '+') => left,
            (ExpressionKind.Timestamp, ExpressionKind.Duration, '+' or '-') => left,
            (ExpressionKind.Duration, ExpressionKind.Timestamp, '+') => right,
            (ExpressionKind.Timestamp, ExpressionKind.Timestamp, '-') => ExpressionType.Duration,
            (ExpressionKind.Duration, ExpressionKind.Duration, '+' or '-') => left,
            _ => null,
        };
    }

    private static ExpressionValue Whole(char symbol, long left, long right)
    {
        if (symbol is '/' or '%')
        {
            if (right == 0)
            {
                return ExpressionValue.Fault(ExpressionFault.DivisionByZero);
            }

            return left == long.MinValue && right == -1
                ? ExpressionValue.Fault(ExpressionFault.Overflow)
                : ExpressionValue.Int(symbol == '/' ? left / right : left % right);
        }

        Int128 result = symbol switch { '+' => (Int128)left + right, '-' => (Int128)left - right, _ => (Int128)left * right };
        return result >= long.MinValue && result <= long.MaxValue
            ? ExpressionValue.Int((long)result)
            : ExpressionValue.Fault(ExpressionFault.Overflow);
    }

    private static ExpressionValue Fractional(char symbol, double left, double right) => symbol switch
    {
        '+' => ExpressionValue.Double(left + right),
        '-' => ExpressionValue.Double(left - right),
        '*' => ExpressionValue.Double(left * right),
        '/' => ExpressionValue.Double(left / right),
        _ => ExpressionValue.Fault(ExpressionFault.Type),
    };

    private static ExpressionValue Join(scoped in ExpressionValue left, scoped in ExpressionValue right, scoped ref ExpressionScratch scratch)
    {
        if (!scratch.TryTake(left.Bytes.Length + right.Bytes.Length, out var memory))
        {
            return ExpressionValue.Fault(ExpressionFault.Budget);
        }

        left.Bytes.CopyTo(memory);
        right.Bytes.CopyTo(memory[left.Bytes.Length..]);
        return ExpressionValue.Text(memory);
    }
}
