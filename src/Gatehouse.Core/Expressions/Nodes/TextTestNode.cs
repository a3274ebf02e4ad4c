namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>contains</c>, <c>startsWith</c>, <c>endsWith</c>: byte by byte, which in UTF-8 is by code point.</summary>
internal sealed class TextTestNode(TextTest test, ExpressionNode text, ExpressionNode part) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var whole = text.Evaluate(ref evaluation);
        var wanted = part.Evaluate(ref evaluation);
        if (whole.Kind != ExpressionKind.String || wanted.Kind != ExpressionKind.String)
        {
            return whole.Kind != ExpressionKind.String ? whole.AsFault() : wanted.AsFault();
        }

        if (test != TextTest.Contains)
        {
            return ExpressionValue.Bool(test == TextTest.StartsWith ? whole.Bytes.StartsWith(wanted.Bytes) : whole.Bytes.EndsWith(wanted.Bytes));
        }

        // The search is vectorised, but its worst case is still the product of both lengths.
        long work = 1 + (((long)whole.Bytes.Length * wanted.Bytes.Length) >> 6);
        return evaluation.Spend((int)Math.Min(work, int.MaxValue))
            ? ExpressionValue.Bool(whole.Bytes.IndexOf(wanted.Bytes) >= 0)
            : ExpressionValue.Fault(ExpressionFault.Budget);
    }
}
