namespace Gatehouse.Core.Expressions.Nodes;

/// <summary><c>has()</c> of a variable: whether it has a value; of a list, whether it has an element (as CEL says of repeated fields).</summary>
internal sealed class PresenceNode(ExpressionVariable variable) : ExpressionNode(ExpressionType.Bool)
{
    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        int mark = evaluation.Scratch.Mark;
        bool isThere = variable.Type.Kind == ExpressionKind.List
            ? evaluation.Source.TryReadItem(variable.Id, default, 0, ref evaluation.Scratch, out _)
            : evaluation.Source.TryRead(variable.Id, ref evaluation.Scratch, out _);
        evaluation.Scratch.Release(mark);
        return ExpressionValue.Bool(isThere);
    }
}
