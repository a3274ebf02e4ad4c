using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>Member selection and indexing: an entry of a map by its key, an element of a list by its index.</summary>
/// <param name="type">Type of the entry.</param>
/// <param name="container">The map or list.</param>
/// <param name="key">The key or index.</param>
/// <param name="prepared">What the source made of a literal key.</param>
internal sealed class EntryNode(ExpressionType type, ExpressionNode container, ExpressionNode key, object? prepared) : ExpressionNode(type)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var from = container.Evaluate(ref evaluation);
        if (from.IsFault)
        {
            return from;
        }

        var by = key.Evaluate(ref evaluation);
        switch (from.Kind, by.Kind)
        {
            case (ExpressionKind.List, ExpressionKind.Int):
                return ListCursor.TryGet(from, by.Number, ref evaluation, out var item) ? item : ExpressionValue.Fault(ExpressionFault.Missing);
            case (ExpressionKind.Map, ExpressionKind.String):
                return MapEntry.TryRead(from, by.Bytes, prepared, ref evaluation, out var value)
                    ? value
                    : ExpressionValue.Fault(ExpressionFault.Missing);
            default:
                return by.AsFault();
        }
    }
}
