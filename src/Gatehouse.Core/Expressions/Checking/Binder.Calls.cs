using System.Text;
using Gatehouse.Core.Expressions.Nodes;
using Gatehouse.Core.Expressions.Syntax;
using Gatehouse.Core.Expressions.Values;
using Gatehouse.Core.Regexes;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Expressions.Checking;

/// <summary>Functions.</summary>
internal sealed partial class Binder
{
    private static readonly Dictionary<string, ExpressionType> Conversions = new(StringComparer.Ordinal)
    {
        ["int"] = ExpressionType.Int,
        ["double"] = ExpressionType.Double,
        ["string"] = ExpressionType.String,
        ["timestamp"] = ExpressionType.Timestamp,
        ["duration"] = ExpressionType.Duration,
        ["ip"] = ExpressionType.Ip,
    };

    private static readonly Dictionary<string, TextTest> TextTests = new(StringComparer.Ordinal)
    {
        ["contains"] = TextTest.Contains,
        ["startsWith"] = TextTest.StartsWith,
        ["endsWith"] = TextTest.EndsWith,
    };

    private static readonly Dictionary<string, TimePart> TimeParts =
        Enum.GetValues<TimePart>().ToDictionary(p => $"get{p}", StringComparer.Ordinal);

    private static readonly string[] Functions = ["has", "size", "cidr", "matches", .. Conversions.Keys];

    private static readonly string[] Methods =
        ["size", "matches", "lowerAscii", "upperAscii", "containsIP", "exists", "all", .. TextTests.Keys, .. TimeParts.Keys];

    private ExpressionNode BindCall(SyntaxNode syntax)
    {
        var arguments = syntax.Children;
        switch (syntax.Name)
        {
            case "has":
                RequireArguments(syntax, arguments.Length, 1);
                return BindHas(arguments[0]);
            case "size":
                RequireArguments(syntax, arguments.Length, 1);
                return BindSize(syntax, arguments[0]);
            case "matches":
                RequireArguments(syntax, arguments.Length, 2);
                return BindMatches(syntax, arguments[0], arguments[1]);
            case "cidr":
                RequireArguments(syntax, arguments.Length, 1);
                return BindCidr(arguments[0]);
        }

        if (!Conversions.TryGetValue(syntax.Name, out var target))
        {
            throw Error(syntax, Methods.Contains(syntax.Name)
                ? $"'{syntax.Name}' is called on a value: x.{syntax.Name}(…)"
                : $"there is no function '{syntax.Name}'{Meant(syntax.Name, Functions)}");
        }

        RequireArguments(syntax, arguments.Length, 1);
        return BindConversion(syntax, arguments[0], target);
    }

    private ExpressionNode BindMemberCall(SyntaxNode syntax)
    {
        var receiver = syntax.Children[0];
        int arguments = syntax.Children.Length - 1;
        switch (syntax.Name)
        {
            case "exists" or "all":
                RequireArguments(syntax, arguments, 2);
                return BindQuantifier(syntax);
            case "size":
                RequireArguments(syntax, arguments, 0);
                return BindSize(syntax, receiver);
            case "matches":
                RequireArguments(syntax, arguments, 1);
                return BindMatches(syntax, receiver, syntax.Children[1]);
            case "lowerAscii" or "upperAscii":
                RequireArguments(syntax, arguments, 0);
                var operand = BindAs(syntax, receiver, ExpressionType.String);
                return Fold(new CaseNode(operand, syntax.Name == "upperAscii"), operand);
            case "containsIP":
                RequireArguments(syntax, arguments, 1);
                return BindContainsAddress(syntax);
        }

        if (TextTests.TryGetValue(syntax.Name, out var test))
        {
            RequireArguments(syntax, arguments, 1);
            var text = BindAs(syntax, receiver, ExpressionType.String);
            var part = BindAs(syntax, syntax.Children[1], ExpressionType.String);
            return Fold(new TextTestNode(test, text, part), text, part);
        }

        return TimeParts.TryGetValue(syntax.Name, out var timePart)
            ? BindTimePart(syntax, timePart)
            : throw Error(syntax, Functions.Contains(syntax.Name)
                ? $"'{syntax.Name}' is called with its value: {syntax.Name}(…)"
                : $"there is no function '{syntax.Name}'{Meant(syntax.Name, Methods)}");
    }

    private ExpressionNode BindAs(SyntaxNode call, SyntaxNode syntax, ExpressionType wanted)
    {
        var node = Bind(syntax);
        return node.Type.MayBe(wanted) ? node : throw ErrorAtStart(syntax, $"'{call.Name}' takes {wanted}, not {node.Type}");
    }

    private ExpressionNode BindSize(SyntaxNode call, SyntaxNode syntax)
    {
        var operand = Bind(syntax);
        bool isMapOfHost = operand.Type.Kind == ExpressionKind.Map;
        return !isMapOfHost && (operand.Type.IsDyn || operand.Type.Kind is ExpressionKind.String or ExpressionKind.List)
            ? Fold(new SizeNode(operand), operand)
            : throw ErrorAtStart(syntax, $"'{call.Name}' takes a string or list, not {operand.Type}");
    }

    private ExpressionNode BindMatches(SyntaxNode call, SyntaxNode text, SyntaxNode pattern)
    {
        var node = BindAs(call, text, ExpressionType.String);
        if (BindAs(call, pattern, ExpressionType.String) is not ConstantNode constant)
        {
            throw ErrorAtStart(pattern, "the pattern of 'matches' is a literal: it is compiled with the configuration");
        }

        return LinearRegex.TryCompile(constant.Constant.Decoded, RegexFlags.None, out var regex, out string? error)
            ? Fold(new MatchesNode(node, regex), node)
            : throw ErrorAtStart(pattern, $"not a regular expression: {error}");
    }

    private ConstantNode BindCidr(SyntaxNode syntax)
    {
        if (Bind(syntax) is not ConstantNode { Type.Kind: ExpressionKind.String } constant)
        {
            throw ErrorAtStart(syntax, "'cidr' takes a string literal");
        }

        return CidrBlock.TryParse(constant.Constant.Decoded, out var block)
            ? new ConstantNode(ExpressionType.Cidr, ExpressionConstant.Cidr(block))
            : throw ErrorAtStart(syntax, "not an address range; write 192.0.2.0/24, 2001:db8::/32, or an address");
    }

    /// <summary>A literal that cannot be converted is refused here: it can never be right.</summary>
    private ExpressionNode BindConversion(SyntaxNode call, SyntaxNode syntax, ExpressionType target)
    {
        var operand = Bind(syntax);
        if (!ConversionNode.Exists(operand.Type, target))
        {
            throw ErrorAtStart(syntax, $"'{call.Name}' takes no {operand.Type}");
        }

        var node = Fold(new ConversionNode(target, operand), operand);
        if (operand is ConstantNode && node is not ConstantNode)
        {
            throw ErrorAtStart(syntax, target.Kind switch
            {
                ExpressionKind.Timestamp => "not a timestamp; write \"2026-01-31T12:00:00Z\" (RFC 3339)",
                ExpressionKind.Duration => "not a duration; write \"1h30m\", \"1.5s\" or \"250ms\"",
                ExpressionKind.Ip => "not an address; write 192.0.2.1 or 2001:db8::1",
                _ => $"cannot be converted to {target}",
            });
        }

        return node;
    }

    private ExpressionNode BindContainsAddress(SyntaxNode syntax)
    {
        var range = BindAs(syntax, syntax.Children[0], ExpressionType.Cidr);
        var address = Bind(syntax.Children[1]);
        return address.Type.MayBe(ExpressionType.Ip) || address.Type.Kind == ExpressionKind.String
            ? Fold(new ContainsAddressNode(range, address), range, address)
            : throw ErrorAtStart(syntax.Children[1], $"'containsIP' takes ip or string, not {address.Type}");
    }

    private ExpressionNode BindTimePart(SyntaxNode syntax, TimePart part)
    {
        var operand = Bind(syntax.Children[0]);
        bool isDuration = operand.Type.Kind == ExpressionKind.Duration && TimePartNode.IsOfDurations(part);
        if (!isDuration && !operand.Type.MayBe(ExpressionType.Timestamp))
        {
            throw ErrorAtStart(syntax.Children[0], $"'{syntax.Name}' takes {(TimePartNode.IsOfDurations(part) ? "timestamp or duration" : "timestamp")}, not {operand.Type}");
        }

        RequireArguments(syntax, syntax.Children.Length - 1, isDuration || syntax.Children.Length == 1 ? 0 : 1);
        long offset = syntax.Children.Length == 2 ? ZoneOffset(syntax.Children[1]) : 0;
        return Fold(new TimePartNode(operand, part, offset), operand);
    }

    private long ZoneOffset(SyntaxNode syntax)
    {
        const string Remedy = "the time zone is a literal: \"UTC\" or a fixed offset such as \"+01:00\"";
        if (Bind(syntax) is not ConstantNode { Type.Kind: ExpressionKind.String } constant)
        {
            throw ErrorAtStart(syntax, Remedy);
        }

        string text = constant.Constant.Decoded;
        return text == "UTC" ? 0
            : text.Length == 6 && TimestampText.TryOffset(Encoding.UTF8.GetBytes(text), out long ticks) ? ticks
            : throw ErrorAtStart(syntax, Remedy);
    }

    private static void RequireArguments(SyntaxNode call, int count, int wanted)
    {
        if (count != wanted)
        {
            throw Error(call, $"'{call.Name}' takes {(wanted == 0 ? "no argument" : wanted == 1 ? "one argument" : $"{wanted} arguments")}, not {count}");
        }
    }
}
