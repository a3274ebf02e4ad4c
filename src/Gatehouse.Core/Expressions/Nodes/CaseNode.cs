namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>lowerAscii()</c> and <c>upperAscii()</c>; other letters stay as they are.</summary>
internal sealed class CaseNode(ExpressionNode operand, bool isUpper) : ExpressionNode(ExpressionType.String)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var value = operand.Evaluate(ref evaluation);
        if (value.Kind != ExpressionKind.String)
        {
            return value.AsFault();
        }

        bool isThere = isUpper ? !value.Bytes.ContainsAnyInRange((byte)'a', (byte)'z') : !value.Bytes.ContainsAnyInRange((byte)'A', (byte)'Z');
        if (isThere)
        {
            return value;
        }

        if (!evaluation.Scratch.TryTake(value.Bytes.Length, out var memory))
        {
            return ExpressionValue.Fault(ExpressionFault.Budget);
        }

        value.Bytes.CopyTo(memory);
        foreach (ref byte b in memory)
        {
            b ^= (byte)((isUpper ? b is >= (byte)'a' and <= (byte)'z' : b is >= (byte)'A' and <= (byte)'Z') ? 0x20 : 0);
        }

        return ExpressionValue.Text(memory);
    }
}
