using System.Text;
using Gatehouse.Core.Expressions.Nodes;
using Gatehouse.Core.Expressions.Syntax;
using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Checking;

/// <summary>Macros: what looks like a function, but does not get the values of its arguments.</summary>
internal sealed partial class Binder
{
    private ExpressionNode BindHas(SyntaxNode syntax)
    {
        if (TryVariable(syntax) is { } variable)
        {
            return HasVariable(syntax, variable.Variable);
        }

        if (syntax.Kind != SyntaxKind.Select)
        {
            throw ErrorAtStart(syntax, "has() takes a member such as has(claims.sub); for other names write \"name\" in map");
        }

        if (IsGroup(syntax.Children[0]))
        {
            throw Unknown(syntax, syntax.Children[0].Path!);
        }

        var container = Bind(syntax.Children[0]);
        if (container.Type.Kind is not (ExpressionKind.Map or ExpressionKind.Dyn))
        {
            throw Error(syntax, $"{Article(container.Type)} has no members");
        }

        var key = Constant(ExpressionConstant.Text(Encoding.UTF8.GetBytes(syntax.Name)));
        return new ContainsKeyNode(container, key, Prepare(container, key), acceptsLists: false);
    }

    private static PresenceNode HasVariable(SyntaxNode syntax, ExpressionVariable variable)
        => variable.Type.Kind == ExpressionKind.Map || variable.IsAlwaysThere
            ? throw Error(syntax, $"'{variable.Path}' is always there")
            : new PresenceNode(variable);

    private QuantifierNode BindQuantifier(SyntaxNode syntax)
    {
        var list = Bind(syntax.Children[0]);
        if (!list.Type.IsDyn && list.Type.Kind != ExpressionKind.List)
        {
            throw ErrorAtStart(syntax.Children[0], $"'{syntax.Name}' takes a list, not {list.Type}");
        }

        var name = syntax.Children[1];
        if (name.Kind != SyntaxKind.Name)
        {
            throw ErrorAtStart(name, $"the first argument of '{syntax.Name}' is the name of its variable");
        }

        if (_locals.Count == ExpressionLimits.MaxMacroDepth)
        {
            throw Error(syntax, $"more than {ExpressionLimits.MaxMacroDepth} 'exists' or 'all' inside each other");
        }

        int depth = _locals.Count;
        int before = _nodes;
        _locals.Add((name.Name, list.Type.Element ?? ExpressionType.Dyn));
        var predicate = BindCondition(syntax.Children[2], syntax.Name);
        _locals.RemoveAt(depth);
        return new QuantifierNode(list, predicate, depth, decisive: syntax.Name == "exists", _nodes - before);
    }
}
