using System.Globalization;
using Gatehouse.Core.Expressions.Values;

namespace Gatehouse.Core.Expressions.Syntax;

/// <summary>Reads tokens (CEL language definition, "Syntax").</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] Symbols =
        ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]"];

    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace",
        "return", "var", "void", "while",
    };

    private int _at;

    /// <summary>The next token; throws for what is none.</summary>
    public Token Next()
    {
        SkipBlanks();
        if (_at >= text.Length)
        {
            return new Token(TokenKind.End, text.Length, "");
        }

        char c = text[_at];
        char next = _at + 1 < text.Length ? text[_at + 1] : '\0';
        if (c is '"' or '\'' || (c is 'r' or 'R' && next is '"' or '\''))
        {
            var reader = new StringLiteral(text, _at);
            byte[] value = reader.Read(out int end);
            return Take(TokenKind.Literal, end, ExpressionConstant.Text(value));
        }

        if (c is 'b' or 'B' && next is '"' or '\'')
        {
            throw new ExpressionSyntaxException("bytes literals are not part of this language", _at);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next)))
        {
            return Number();
        }

        return char.IsAsciiLetter(c) || c == '_' ? Word() : Symbol();
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text[_at] is ' ' or '\t' or '\n' or '\r' or '\f')
            {
                _at++;
            }
            else if (text.AsSpan(_at).StartsWith("//"))
            {
                int end = text.AsSpan(_at).IndexOfAny('\n', '\r');
                _at = end < 0 ? text.Length : _at + end;
            }
            else
            {
                return;
            }
        }
    }

    private Token Word()
    {
        int end = _at;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        string word = text[_at..end];
        if (Reserved.Contains(word))
        {
            throw new ExpressionSyntaxException($"'{word}' is a reserved word", _at);
        }

        return word switch
        {
            "true" or "false" => Take(TokenKind.Literal, end, ExpressionConstant.From(ExpressionValue.Bool(word == "true"))),
            "null" => Take(TokenKind.Literal, end, ExpressionConstant.From(ExpressionValue.Null())),
            "in" => Take(TokenKind.Symbol, end),
            _ => Take(TokenKind.Name, end),
        };
    }

    private Token Number()
    {
        int end = _at;
        bool isHex = text[_at] == '0' && _at + 1 < text.Length && text[_at + 1] is 'x' or 'X';
        if (isHex)
        {
            end = Digits(_at + 2, char.IsAsciiHexDigit);
            RefuseTail(end, "a hexadecimal number");
            return end > _at + 2 ? Take(TokenKind.Integer, end) : throw new ExpressionSyntaxException("expected hexadecimal digits", end);
        }

        end = Digits(_at, char.IsAsciiDigit);
        bool isDouble = false;
        if (end < text.Length && text[end] == '.' && (end + 1 >= text.Length || !(char.IsAsciiLetter(text[end + 1]) || text[end + 1] == '_')))
        {
            isDouble = true;
            end = Digits(end + 1, char.IsAsciiDigit);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            isDouble = true;
            int digits = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            end = Digits(digits, char.IsAsciiDigit);
            if (end == digits)
            {
                throw new ExpressionSyntaxException("expected the digits of an exponent", end);
            }
        }

        RefuseTail(end, "a number");
        if (!isDouble)
        {
            return Take(TokenKind.Integer, end);
        }

        double value = double.Parse(text.AsSpan(_at, end - _at), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? Take(TokenKind.Literal, end, ExpressionConstant.From(ExpressionValue.Double(value)))
            : throw new ExpressionSyntaxException("the number is too large for a double", _at);
    }

    private void RefuseTail(int end, string what)
    {
        if (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
        {
            throw new ExpressionSyntaxException(
                text[end] is 'u' or 'U' ? "unsigned integers are not part of this language" : $"'{text[end]}' cannot follow {what}", end);
        }
    }

    private int Digits(int from, Func<char, bool> isDigit)
    {
        while (from < text.Length && isDigit(text[from]))
        {
            from++;
        }

        return from;
    }

    private Token Symbol()
    {
        foreach (string symbol in Symbols)
        {
            if (text.AsSpan(_at).StartsWith(symbol))
            {
                return Take(TokenKind.Symbol, _at + symbol.Length);
            }
        }

        throw new ExpressionSyntaxException(text[_at] switch
        {
            '{' or '}' => "map and message literals are not part of this language",
            '=' => "expected '==': there is no assignment",
            '&' or '|' => $"expected '{text[_at]}{text[_at]}'",
            var c when char.IsControl(c) || char.IsSurrogate(c) => $"the character U+{(int)c:X4} is not part of the language",
            var c => $"the character '{c}' is not part of the language",
        }, _at);
    }

    private Token Take(TokenKind kind, int end, ExpressionConstant? literal = null)
    {
        var token = new Token(kind, _at, text[_at..end], literal);
        _at = end;
        return token;
    }
}
