using Gatehouse.Core.Expressions;
using Xunit;

namespace Gatehouse.Core.Tests.Expressions;

/// <summary>Random expressions, well-formed and not, over random claims: whatever comes, there is an answer and no exception.</summary>
public sealed class ExpressionFuzzTests
{
    private const int Rounds = 20_000;

    private static readonly string[] Pieces =
    [
        "request", ".", "method", "claims", "now", "client", "ip", "'a'", "\"b\"", "r'\\d'", "1", "0", "-", "9223372036854775807", "1.5", "true",
        "null", "(", ")", "[", "]", ",", "+", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||", "!", "?", ":", " in ", "has", "size", "exists", "all",
        "x", "matches", "contains", "timestamp", "duration", "cidr", "containsIP", "'10.0.0.0/8'", "\n", "//", "'", "\\", "é", "😀", "\ud83d", "{", "=",
    ];

    private static readonly string[] Bools =
    [
        "true", "false", "claims.admin", "claims.nobody", "has(claims.sub)", "(B && B)", "(B || B)", "!(B)", "(B ? B : B)", "(I == I)", "(I < I)", "(S == S)",
        "S.contains(S)", "S.matches('a+b?$')", "(S in claims.roles)", "(S in ['a', 'b'])", "claims.roles.exists(x, (x == S) || B)",
        "claims.mixed.all(x, (x == I) && B)", "(D == I)", "(D < D)", "(D == D)", "cidr('10.0.0.0/8').containsIP(D)", "cidr('10.0.0.0/8').containsIP(client.ip)",
        "(timestamp(I) < now)", "(duration(S) > duration('1s'))", "(timestamp(S) == now)",
    ];

    private static readonly string[] Ints =
    [
        "0", "1", "-1", "9223372036854775807", "(I + I)", "(I - I)", "(I * I)", "(I / I)", "(I % I)", "size(S)", "int(D)", "int(S)", "now.getHours()",
        "(B ? I : I)", "size(claims.roles)", "size(D)", "int(now)", "request.size",
    ];

    private static readonly string[] Strings =
    [
        "''", "'a'", "'é😀'", "request.path", "request.host", "request.headers['via']", "request.headers[S]", "request.query.page", "(S + S)", "S.lowerAscii()",
        "string(I)", "string(D)", "claims.sub", "(B ? S : S)", "consumer.groups[I]",
    ];

    private static readonly string[] Dyns =
        ["claims.sub", "claims.level", "claims.mixed", "claims.mixed[I]", "claims.realm_access", "claims[S]", "claims.twice", "claims.name", "(D + D)", "(B ? D : D)", "-D"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void TryCompile_random_pieces_never_throw(int seed)
    {
        var random = new Random(seed);
        int accepted = 0;
        for (int i = 0; i < Rounds; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => Pieces[random.Next(Pieces.Length)]));
            if (Expression.TryCompile(text, RequestVariables.Environment, out var expression, out var error))
            {
                _ = expression.Evaluate(new FakeRequest());
                accepted++;
            }
            else
            {
                Assert.True(error.Line >= 1 && error.Column >= 1 && error.Message.Length > 0, text);
            }
        }

        Assert.InRange(accepted, 1, Rounds - 1);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Evaluate_random_expression_over_damaged_claims_has_an_answer(int seed)
    {
        var random = new Random(seed);
        var results = new HashSet<string>();
        for (int i = 0; i < Rounds; i++)
        {
            string text = Grow(random, "B");
            if (Expression.TryCompile(text, RequestVariables.Environment, out var expression, out _))
            {
                results.Add(expression.Evaluate(new FakeRequest().WithClaims(Damage(random))).ToString());
            }
        }

        // All outcomes but an exhausted budget come up: the expressions are small.
        Assert.Superset(
            new HashSet<string> { "true", "false", "error: missing", "error: type", "error: overflow", "error: division_by_zero", "error: format", "error: repeated" },
            results);
    }

    /// <summary>Replaces capital letters by one of their alternatives until none is left, or the literals when it gets long.</summary>
    private static string Grow(Random random, string symbol)
    {
        var rest = new Stack<string>([symbol]);
        var text = new System.Text.StringBuilder();
        while (rest.TryPop(out string? piece))
        {
            for (int i = piece.Length - 1; i > 0; i--)
            {
                if (IsSymbol(piece, i))
                {
                    rest.Push(piece[(i + 1)..]);
                    rest.Push(piece[i..(i + 1)]);
                    piece = piece[..i];
                }
            }

            if (piece.Length > 0 && IsSymbol(piece, 0))
            {
                rest.Push(piece[1..]);
                string[] choices = piece[0] switch { 'B' => Bools, 'I' => Ints, 'S' => Strings, _ => Dyns };
                rest.Push(choices[random.Next(text.Length > 200 ? Math.Min(2, choices.Length) : choices.Length)]);
            }
            else
            {
                text.Append(piece);
            }
        }

        return text.ToString();
    }

    private static bool IsSymbol(string text, int at)
        => text[at] is 'B' or 'I' or 'S' or 'D'
            && (at == 0 || !char.IsLetter(text[at - 1])) && (at + 1 == text.Length || !char.IsLetter(text[at + 1]));

    private static string Damage(Random random)
    {
        char[] json = FakeRequest.Claims.ToCharArray();
        for (int i = random.Next(3); i > 0; i--)
        {
            json[random.Next(json.Length)] = "\"\\{}[],:1tu "[random.Next(12)];
        }

        return new string(json, 0, random.Next(4) == 0 ? random.Next(json.Length) : json.Length);
    }
}
