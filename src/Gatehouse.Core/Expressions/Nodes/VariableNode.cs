using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Nodes;

/// <summary>A variable of the host. Lists and maps stay with the source and are read where the expression looks.</summary>
internal sealed class VariableNode(ExpressionVariable variable) : ExpressionNode(variable.Type)
{
    private readonly ValueForm _form =
        variable.Type is { Kind: ExpressionKind.Map, Element.Kind: ExpressionKind.List } ? ValueForm.SourceLists : ValueForm.Source;

    public ExpressionVariable Variable => variable;

    /// <inheritdoc/>
    public override ExpressionValue Evaluate(scoped ref Evaluation evaluation)
    {
        if (Type.Kind is ExpressionKind.List or ExpressionKind.Map)
        {
            return new ExpressionValue(Type.Kind, variable.Id, form: _form);
        }

        return evaluation.Source.TryRead(variable.Id, ref evaluation.Scratch, out var value)
            ? value
            : ExpressionValue.Fault(ExpressionFault.Missing);
    }
}
