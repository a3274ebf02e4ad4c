using Gatehouse.Core.Expressions.Nodes;
using Gatehouse.Core.Expressions.Syntax;
using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Checking;

/// <summary>Operators.</summary>
internal sealed partial class Binder
{
    private ExpressionNode BindCondition(SyntaxNode syntax, string symbol)
    {
        var node = Bind(syntax);
        return node.Type.MayBe(ExpressionType.Bool) ? node : throw ErrorAtStart(syntax, $"an operand of '{symbol}' is a bool, this is of type {node.Type}");
    }

    private ExpressionNode BindNot(SyntaxNode syntax)
    {
        var operand = BindCondition(syntax.Children[0], "!");
        return Fold(new NotNode(operand), operand);
    }

    private ExpressionNode BindNegate(SyntaxNode syntax)
    {
        var operand = Bind(syntax.Children[0]);
        return operand.Type.IsNumber || operand.Type.IsDyn
            ? Fold(new NegateNode(operand), operand)
            : throw Error(syntax, $"'-' takes an int or double, not {operand.Type}");
    }

    private ConditionalNode BindConditional(SyntaxNode syntax)
    {
        var condition = BindCondition(syntax.Children[0], "?:");
        var one = Bind(syntax.Children[1]);
        var other = Bind(syntax.Children[2]);
        if (!one.Type.MayBe(other.Type))
        {
            throw Error(syntax, $"both branches of '?:' have one type, not {one.Type} and {other.Type}");
        }

        return new ConditionalNode(one.Type == other.Type ? one.Type : ExpressionType.Dyn, condition, one, other);
    }

    private ExpressionNode BindBinary(SyntaxNode syntax)
    {
        var left = Bind(syntax.Children[0]);
        var right = Bind(syntax.Children[1]);
        return syntax.Name switch
        {
            "==" or "!=" => BindEquality(syntax, left, right),
            "in" => BindMembership(syntax, left, right),
            "<" or "<=" or ">" or ">=" => BindOrder(syntax, left, right),
            _ => BindArithmetic(syntax, left, right),
        };
    }

    private static ExpressionNode BindEquality(SyntaxNode syntax, ExpressionNode left, ExpressionNode right)
    {
        if (!left.Type.MayBe(right.Type) || left.Type.Kind == ExpressionKind.Map || right.Type.Kind == ExpressionKind.Map)
        {
            throw NoOperator(syntax, left, right);
        }

        return Fold(new EqualityNode(left, right, syntax.Name == "!="), left, right);
    }

    private static ExpressionNode BindOrder(SyntaxNode syntax, ExpressionNode left, ExpressionNode right)
    {
        bool fits = (left.Type.IsNumber && right.Type.IsNumber)
            || (left.Type.MayBe(right.Type) && IsOrdered(left.Type) && IsOrdered(right.Type));
        return fits ? Fold(new OrderNode(syntax.Name, left, right), left, right) : throw NoOperator(syntax, left, right);
    }

    private static bool IsOrdered(ExpressionType type) => type.Kind
        is ExpressionKind.Bool or ExpressionKind.Int or ExpressionKind.Double or ExpressionKind.String
        or ExpressionKind.Timestamp or ExpressionKind.Duration or ExpressionKind.Dyn;

    private static ExpressionNode BindMembership(SyntaxNode syntax, ExpressionNode left, ExpressionNode right)
    {
        switch (right.Type.Kind)
        {
            case ExpressionKind.List when left.Type.MayBe(right.Type.Element!):
                return Fold(new MembershipNode(left, right), left, right);
            case ExpressionKind.Map when left.Type.MayBe(ExpressionType.String):
                return new ContainsKeyNode(right, left, Prepare(right, left), acceptsLists: false);
            case ExpressionKind.Dyn:
                return new ContainsKeyNode(right, left, null, acceptsLists: true);
            default:
                throw NoOperator(syntax, left, right);
        }
    }

    private static ExpressionNode BindArithmetic(SyntaxNode syntax, ExpressionNode left, ExpressionNode right)
    {
        char symbol = syntax.Name[0];
        var type = Arithmetic.TypeOf(symbol, left.Type, right.Type) ?? throw NoOperator(syntax, left, right);
        return Fold(new ArithmeticNode(type, symbol, left, right), left, right);
    }

    private static ExpressionSyntaxException NoOperator(SyntaxNode syntax, ExpressionNode left, ExpressionNode right)
    {
        string remedy = (left.Type.Kind, right.Type.Kind) switch
        {
            (ExpressionKind.Ip, ExpressionKind.String) when syntax.Name == "in" => "; write cidr(\"…\").containsIP(…)",
            (ExpressionKind.List, ExpressionKind.String) when syntax.Name == "==" => "; write item in list",
            (ExpressionKind.Ip, ExpressionKind.String) or (ExpressionKind.String, ExpressionKind.Ip) => "; write the address as ip(\"…\")",
            (ExpressionKind.Int, ExpressionKind.Double) or (ExpressionKind.Double, ExpressionKind.Int) => "; convert one with int() or double()",
            (ExpressionKind.Ip, ExpressionKind.Cidr) => "; write cidr(\"…\").containsIP(…)",
            (ExpressionKind.Timestamp, ExpressionKind.String) or (ExpressionKind.String, ExpressionKind.Timestamp) => "; convert with timestamp()",
            (ExpressionKind.Duration, ExpressionKind.String) or (ExpressionKind.String, ExpressionKind.Duration) => "; convert with duration()",
            _ => "",
        };
        return Error(syntax, $"there is no '{syntax.Name}' of {left.Type} and {right.Type}{remedy}");
    }
}
