using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>has(map.member)</c>, and <c>in</c> where the right side is a map or was not known to be a list.</summary>
internal sealed class ContainsKeyNode(ExpressionNode container, ExpressionNode key, object? prepared, bool acceptsLists) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        var from = container.Evaluate(ref evaluation);
        var by = key.Evaluate(ref evaluation);
        if (from.IsFault || by.IsFault)
        {
            return from.IsFault ? from : by;
        }

        if (from.Kind == ExpressionKind.List && acceptsLists)
        {
            return MembershipNode.Contains(from, by, ref evaluation);
        }

        if (from.Kind != ExpressionKind.Map || by.Kind != ExpressionKind.String)
        {
            return ExpressionValue.Fault(ExpressionFault.Type);
        }

        bool isThere = MapEntry.TryRead(from, by.Bytes, prepared, ref evaluation, out var value);
        return value.IsFault && isThere && (ExpressionFault)value.Number != ExpressionFault.Repeated
            ? value
            : ExpressionValue.Bool(isThere);
    }
}
