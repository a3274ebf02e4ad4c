using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>size()</c>: code points of a string, elements of a list, entries of a JSON object.</summary>
internal sealed class SizeNode(ExpressionNode operand) : ExpressionNode(ExpressionType.Int)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = operand.Evaluate(ref evaluation);
        if (!evaluation.Spend(JsonText.WorkOf(value.Bytes.Length)))
        {
            return ExpressionValue.Fault(ExpressionFault.Budget);
        }

        switch (value.Kind)
        {
            case ExpressionKind.String:
                return ExpressionValue.Int(value.Bytes.Length - CountContinuations(value.Bytes));
            case ExpressionKind.List or ExpressionKind.Map when value.Form == ValueForm.Json:
                int count = JsonText.Count(value.Bytes);
                return count < 0 ? ExpressionValue.Fault(ExpressionFault.Format) : ExpressionValue.Int(count);
            case ExpressionKind.List:
                var cursor = new ListCursor(value);
                long size = 0;
                while (cursor.MoveNext(ref evaluation, out var item))
                {
                    if (item.IsFault && evaluation.IsExhausted)
                    {
                        return item;
                    }

                    size++;
                }

                return ExpressionValue.Int(size);
            default:
                return value.AsFault();
        }
    }

    private static int CountContinuations(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte b in text)
        {
            count += (b & 0xc0) == 0x80 ? 1 : 0;
        }

        return count;
    }
}
