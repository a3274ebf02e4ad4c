using Gatehouse.Core.Expressions.Nodes;
using Gatehouse.Core.Expressions.Syntax;
using Gatehouse.Core.Expressions.Values;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Expressions.Checking;

/// <summary>
/// Checks the types of a tree and compiles it. What is constant is computed here. Throws <see cref="ExpressionSyntaxException"/> at
/// the first thing that is wrong.
/// </summary>
internal sealed partial class Binder(ExpressionEnvironment environment)
{
    private readonly List<(string Name, ExpressionType Type)> _locals = [];
    private int _nodes;

    /// <summary>The compiled node of a tree.</summary>
    public ExpressionNode Bind(SyntaxNode syntax)
    {
        _nodes++;
        return syntax.Kind switch
        {
            SyntaxKind.Literal => Constant(syntax.Literal!),
            SyntaxKind.Name => BindName(syntax),
            SyntaxKind.Select => BindSelect(syntax),
            SyntaxKind.Index => BindIndex(syntax),
            SyntaxKind.Call => BindCall(syntax),
            SyntaxKind.MemberCall => BindMemberCall(syntax),
            SyntaxKind.Not => BindNot(syntax),
            SyntaxKind.Negate => BindNegate(syntax),
            SyntaxKind.And => new LogicNode(false, [.. syntax.Children.Select(c => BindCondition(c, "&&"))]),
            SyntaxKind.Or => new LogicNode(true, [.. syntax.Children.Select(c => BindCondition(c, "||"))]),
            SyntaxKind.Conditional => BindConditional(syntax),
            SyntaxKind.List => BindList(syntax),
            _ => BindBinary(syntax),
        };
    }

    private static ConstantNode Constant(ExpressionConstant constant) => new(new ExpressionType(constant.Kind), constant);

    private static ExpressionSyntaxException Error(SyntaxNode at, string message) => new(message, at.Position);

    private static ExpressionSyntaxException ErrorAtStart(SyntaxNode at, string message) => new(message, at.Start);

    private static string Meant(string name, IEnumerable<string> known)
        => Suggestion.For(name, known) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary>Computes what depends on constants only. An error is left for the run: <c>1 / 0 == 1 || true</c> is true in CEL.</summary>
    private static ExpressionNode Fold(ExpressionNode node, params ReadOnlySpan<ExpressionNode> operands)
    {
        foreach (var operand in operands)
        {
            if (operand is not ConstantNode)
            {
                return node;
            }
        }

        var evaluation = new Evaluation(NoSource.Instance, ExpressionLimits.MaxWork);
        var value = node.Evaluate(ref evaluation);
        var folded = value.IsFault ? null : ExpressionConstant.From(value);
        evaluation.Scratch.Return();
        return folded is null ? node : new ConstantNode(node.Type, folded);
    }

    private ExpressionNode BindName(SyntaxNode syntax)
    {
        int local = _locals.FindLastIndex(l => l.Name == syntax.Name);
        if (local >= 0)
        {
            return new LocalNode(_locals[local].Type, local);
        }

        return TryVariable(syntax) ?? throw Unknown(syntax, "");
    }

    private VariableNode? TryVariable(SyntaxNode syntax)
        => syntax.Path is { } path && _locals.TrueForAll(l => l.Name != syntax.Root) && environment.TryGet(path, out var variable)
            ? new VariableNode(variable)
            : null;

    private ExpressionNode BindSelect(SyntaxNode syntax)
    {
        if (TryVariable(syntax) is { } variable)
        {
            return variable;
        }

        if (IsGroup(syntax.Children[0]))
        {
            throw Unknown(syntax, syntax.Children[0].Path!);
        }

        var container = Bind(syntax.Children[0]);
        return Entry(syntax, container, Constant(ExpressionConstant.Text(System.Text.Encoding.UTF8.GetBytes(syntax.Name))));
    }

    private ExpressionNode BindIndex(SyntaxNode syntax)
    {
        var container = Bind(syntax.Children[0]);
        var key = Bind(syntax.Children[1]);
        var wanted = container.Type.Kind switch
        {
            ExpressionKind.List => ExpressionType.Int,
            ExpressionKind.Map => ExpressionType.String,
            _ => null,
        };
        bool fits = wanted is not null ? key.Type.MayBe(wanted) : key.Type.IsDyn || key.Type.Kind is ExpressionKind.Int or ExpressionKind.String;
        return fits
            ? Entry(syntax, container, key)
            : throw ErrorAtStart(syntax.Children[1], $"the index of {Article(container.Type)} is {wanted?.ToString() ?? "int or string"}, not {key.Type}");
    }

    private static ExpressionNode Entry(SyntaxNode syntax, ExpressionNode container, ExpressionNode key)
    {
        if (container.Type.Kind is not (ExpressionKind.Map or ExpressionKind.Dyn) && !(container.Type.Kind == ExpressionKind.List && syntax.Kind == SyntaxKind.Index))
        {
            throw Error(syntax, syntax.Kind == SyntaxKind.Select
                ? $"{Article(container.Type)} has no member '{syntax.Name}'"
                : $"{Article(container.Type)} cannot be indexed");
        }

        var node = new EntryNode(container.Type.Element ?? ExpressionType.Dyn, container, key, Prepare(container, key));
        return Fold(node, container, key);
    }

    /// <summary>What the source makes of a literal key of one of its maps.</summary>
    private static object? Prepare(ExpressionNode container, ExpressionNode key)
        => container is VariableNode { Variable.PrepareKey: { } prepare } && key is ConstantNode { Constant: { Kind: ExpressionKind.String } text }
            ? prepare(text.Decoded)
            : null;

    private ConstantNode BindList(SyntaxNode syntax)
    {
        var items = new ExpressionConstant[syntax.Children.Length];
        var element = ExpressionType.Dyn;
        for (int i = 0; i < items.Length; i++)
        {
            var child = syntax.Children[i];
            if (Bind(child) is not ConstantNode { Type.Kind: not ExpressionKind.List } constant)
            {
                throw ErrorAtStart(child, "the elements of a list are constants");
            }

            if (i > 0 && constant.Type != element)
            {
                throw ErrorAtStart(child, $"the elements of a list have one type; this is {constant.Type}, the first is {element}");
            }

            element = constant.Type;
            items[i] = constant.Constant;
        }

        return new ConstantNode(ExpressionType.ListOf(element), ExpressionConstant.List(items));
    }

    private bool IsGroup(SyntaxNode syntax)
        => syntax.Path is { } path && _locals.TrueForAll(l => l.Name != syntax.Root) && environment.IsGroup(path);

    private ExpressionSyntaxException Unknown(SyntaxNode syntax, string group)
    {
        if (IsGroup(syntax))
        {
            string path = syntax.Path!;
            return Error(syntax, $"'{path}' is a group of variables: {string.Join(", ", environment.NamesIn(path).Select(n => $"{path}.{n}"))}");
        }

        string where = group.Length == 0 ? $"there is no variable '{syntax.Name}'" : $"'{group}' has no '{syntax.Name}'";
        return Error(syntax, where + Meant(syntax.Name, environment.NamesIn(group).Concat(_locals.Select(l => l.Name))));
    }

    private static string Article(ExpressionType type) => type.Kind is ExpressionKind.Int or ExpressionKind.Ip ? $"an {type}" : $"a {type}";
}
