using System.Globalization;
using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>Recursive descent over CEL's grammar; each production that nests counts towards <see cref="ExpressionLimits.MaxDepth"/>.</summary>
internal sealed class Parser
{
    private static readonly string[] Relations = ["<", "<=", ">=", ">", "==", "!=", "in"];
    private static readonly string[] Additions = ["+", "-"];
    private static readonly string[] Multiplications = ["*", "/", "%"];

    private readonly Lexer _lexer;
    private Token _token;
    private int _nesting;
    private int _nodes;

    public Parser(string text)
    {
        _lexer = new Lexer(text);
        _token = _lexer.Next();
    }

    /// <summary>The tree of the whole text; throws <see cref="ExpressionSyntaxException"/>.</summary>
    public SyntaxNode Parse()
    {
        var node = Expression();
        return _token.Kind == TokenKind.End ? node : throw Unexpected("an operator or the end", Remedy(_token.Text));
    }

    private SyntaxNode Expression()
    {
        Enter();
        var node = Row("||", SyntaxKind.Or, static p => p.Row("&&", SyntaxKind.And, static p => p.Relation()));
        if (_token.Is("?"))
        {
            int position = Advance().Position;
            var first = Row("||", SyntaxKind.Or, static p => p.Row("&&", SyntaxKind.And, static p => p.Relation()));
            Expect(":");
            node = Make(SyntaxKind.Conditional, position, "?:", [node, first, Expression()]);
        }

        _nesting--;
        return node;
    }

    private SyntaxNode Row(string symbol, SyntaxKind kind, Func<Parser, SyntaxNode> operand)
    {
        var first = operand(this);
        if (!_token.Is(symbol))
        {
            return first;
        }

        int position = _token.Position;
        var operands = new List<SyntaxNode> { first };
        while (_token.Is(symbol))
        {
            Advance();
            operands.Add(operand(this));
        }

        return Make(kind, position, symbol, [.. operands]);
    }

    private SyntaxNode Relation() => Binary(Relations, static p => p.Addition());

    private SyntaxNode Addition() => Binary(Additions, static p => p.Multiplication());

    private SyntaxNode Multiplication() => Binary(Multiplications, static p => p.Unary());

    private SyntaxNode Binary(string[] operators, Func<Parser, SyntaxNode> operand)
    {
        var left = operand(this);
        while (_token.Kind == TokenKind.Symbol && operators.Contains(_token.Text))
        {
            var symbol = Advance();
            left = Make(SyntaxKind.Binary, symbol.Position, symbol.Text, [left, operand(this)]);
        }

        return left;
    }

    private SyntaxNode Unary()
    {
        if (!_token.Is("!") && !_token.Is("-"))
        {
            return Member(Primary());
        }

        Enter();
        var symbol = Advance();
        SyntaxNode node;
        if (symbol.Text == "-" && _token.Kind == TokenKind.Integer)
        {
            var digits = Advance();
            node = Member(Make(SyntaxKind.Literal, symbol.Position, "", [], Integer(digits, isNegative: true)));
        }
        else
        {
            if (_token.Is(symbol.Text == "!" ? "-" : "!"))
            {
                throw Unexpected("an operand (CEL does not mix '!' and '-'; use parentheses)");
            }

            node = Make(symbol.Text == "!" ? SyntaxKind.Not : SyntaxKind.Negate, symbol.Position, symbol.Text, [Unary()]);
        }

        _nesting--;
        return node;
    }

    private SyntaxNode Member(SyntaxNode node)
    {
        while (true)
        {
            if (_token.Is("."))
            {
                Advance();
                var name = _token.Kind == TokenKind.Name ? Advance() : throw Unexpected("the name of a member or function");
                node = _token.Is("(")
                    ? Make(SyntaxKind.MemberCall, name.Position, name.Text, [node, .. List("(", ")")])
                    : Make(SyntaxKind.Select, name.Position, name.Text, [node]);
            }
            else if (_token.Is("["))
            {
                int position = Advance().Position;
                var index = Expression();
                Expect("]");
                node = Make(SyntaxKind.Index, position, "[]", [node, index]);
            }
            else
            {
                return node;
            }
        }
    }

    private SyntaxNode Primary()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Name:
                Advance();
                return _token.Is("(")
                    ? Make(SyntaxKind.Call, token.Position, token.Text, [.. List("(", ")")])
                    : Make(SyntaxKind.Name, token.Position, token.Text, []);
            case TokenKind.Integer:
                Advance();
                return Make(SyntaxKind.Literal, token.Position, "", [], Integer(token, isNegative: false));
            case TokenKind.Literal:
                Advance();
                return Make(SyntaxKind.Literal, token.Position, "", [], token.Literal);
            case TokenKind.Symbol when token.Text == "(":
                Advance();
                var node = Expression();
                Expect(")");
                return node;
            case TokenKind.Symbol when token.Text == "[":
                return Make(SyntaxKind.List, token.Position, "[]", [.. List("[", "]")]);
            default:
                throw Unexpected("an operand");
        }
    }

    private List<SyntaxNode> List(string open, string close)
    {
        Expect(open);
        var items = new List<SyntaxNode>();
        if (!_token.Is(close))
        {
            items.Add(Expression());
            while (_token.Is(","))
            {
                Advance();
                items.Add(Expression());
            }
        }

        Expect(close, items.Count > 0 ? $"',' or '{close}'" : $"'{close}'");
        return items;
    }

    private static ExpressionConstant Integer(Token token, bool isNegative)
    {
        bool isHex = token.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var style = isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None;
        ulong most = (ulong)long.MaxValue + (isNegative ? 1UL : 0UL);
        if (!ulong.TryParse(isHex ? token.Text.AsSpan(2) : token.Text, style, CultureInfo.InvariantCulture, out ulong value) || value > most)
        {
            throw new ExpressionSyntaxException("the number does not fit into 64 bits", token.Position);
        }

        return ExpressionConstant.From(ExpressionValue.Int(isNegative ? unchecked(-(long)value) : (long)value));
    }

    private SyntaxNode Make(SyntaxKind kind, int position, string name, SyntaxNode[] children, ExpressionConstant? literal = null)
    {
        int depth = 1 + (children.Length == 0 ? 0 : children.Max(c => c.Depth));
        if (depth > ExpressionLimits.MaxDepth)
        {
            throw new ExpressionSyntaxException($"the expression is nested deeper than {ExpressionLimits.MaxDepth} levels", position);
        }

        if (++_nodes > ExpressionLimits.MaxNodes)
        {
            throw new ExpressionSyntaxException($"the expression has more than {ExpressionLimits.MaxNodes} parts", position);
        }

        return new SyntaxNode { Kind = kind, Position = position, Name = name, Children = children, Literal = literal, Depth = depth };
    }

    private void Enter()
    {
        if (++_nesting > ExpressionLimits.MaxDepth)
        {
            throw new ExpressionSyntaxException($"the expression is nested deeper than {ExpressionLimits.MaxDepth} levels", _token.Position);
        }
    }

    private Token Advance()
    {
        var token = _token;
        _token = _lexer.Next();
        return token;
    }

    private void Expect(string symbol, string? what = null)
    {
        if (!_token.Is(symbol))
        {
            throw Unexpected(what ?? $"'{symbol}'");
        }

        Advance();
    }

    private ExpressionSyntaxException Unexpected(string expected, string remedy = "") => new($"expected {expected}, found {_token}{remedy}", _token.Position);

    /// <summary>For words that are operators in other languages.</summary>
    private static string Remedy(string word) => word.ToUpperInvariant() switch
    {
        "AND" => "; write &&",
        "OR" => "; write ||",
        "CONTAINS" => "; write text.contains(…), or item in list",
        "MATCHES" => "; write text.matches(…)",
        _ => "",
    };
}
