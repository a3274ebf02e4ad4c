using System.Buffers;
using Gatehouse.Ai.Compliance.Scanning;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>
/// Credentials: keys of well-known issuers by their prefix, private keys, JSON web tokens, passwords in addresses and assignments. One
/// vectorised search for all beginnings, then a look at what follows.
/// </summary>
internal static class SecretRecogniser
{
    private const int MaxLength = 8192;
    private const int MinAssigned = 8;

    // Beginning, and how many characters of a token must follow at least.
    private static readonly (string Prefix, int Min)[] Tokens =
    [
        ("sk-", 20), ("sk_live_", 16), ("sk_test_", 16), ("rk_live_", 16), ("pk_live_", 16), ("whsec_", 20), ("AKIA", 16), ("ASIA", 16), ("ghp_", 30), ("gho_", 30), ("ghu_", 30), ("ghs_", 30),
        ("github_pat_", 30), ("glpat-", 16), ("xoxb-", 20), ("xoxp-", 20), ("xoxa-", 20), ("xapp-", 20), ("AIza", 30), ("ya29.", 20), ("hf_", 30), ("npm_", 30), ("pypi-", 30), ("SG.", 30),
        ("dop_v1_", 40), ("shpat_", 28), ("gsk_", 30), ("xai-", 30), ("AGE-SECRET-KEY-", 40), ("hvs.", 20), ("eyJ", 40), ("dapi", 30), ("lin_api_", 30), ("nvapi-", 30),
    ];

    private static readonly string[] Names = ["password", "passwd", "pwd", "passphrase", "secret", "api_key", "apikey", "api-key", "access_key", "accesskey", "auth_token", "access_token", "client_secret", "bearer ", "accountkey", "private_key"];

    private static readonly SearchValues<string> Beginnings = SearchValues.Create([.. Tokens.Select(t => t.Prefix), "-----BEGIN "], StringComparison.Ordinal);

    private static readonly SearchValues<string> Assignments = SearchValues.Create(Names, StringComparison.OrdinalIgnoreCase);

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/=~");

    private static readonly SearchValues<char> ValueEnds = SearchValues.Create(" \t\r\n\"'`,;<>&|)}]");

    public static void Read(Page page)
    {
        Prefixed(page);
        Assigned(page);
        InAddress(page);
    }

    private static void Prefixed(Page page)
    {
        var text = page.Span;
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOfAny(Beginnings);
            if (found < 0)
            {
                return;
            }

            position += found;
            var rest = text[position..Math.Min(text.Length, position + MaxLength)];
            if (rest.StartsWith("-----BEGIN "))
            {
                var line = rest[..Math.Min(rest.Length, 80)];
                if (line.IndexOf("PRIVATE KEY") > 0)
                {
                    var end = rest.IndexOf("-----END ");
                    page.Report(EntityKind.Secret, position, position + (end < 0 ? rest.Length : Math.Min(rest.Length, end + 64)), 1);
                }

                position += 11;
                continue;
            }

            var length = rest.IndexOfAnyExcept(TokenCharacters) is >= 0 and var stop ? stop : rest.Length;
            var begins = position == 0 || !char.IsAsciiLetterOrDigit(text[position - 1]);
            if (begins && IsToken(rest[..length]))
            {
                page.Report(EntityKind.Secret, position, position + length, 0.95);
                position += length;
            }
            else
            {
                position++;
            }
        }
    }

    private static bool IsToken(ReadOnlySpan<char> token)
    {
        foreach (var (prefix, min) in Tokens)
        {
            if (token.StartsWith(prefix) && token.Length - prefix.Length >= min)
            {
                // Words joined by hyphens are no key: keys have digits and capitals or letters mixed.
                return token.ContainsAnyInRange('0', '9') && token.Count('-') < 6 && (prefix != "eyJ" || token.Count('.') == 2 || token.Contains('.'));
            }
        }

        return false;
    }

    // password = "…", "api_key": "…", Authorization: Bearer …
    private static void Assigned(Page page)
    {
        var text = page.Span;
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOfAny(Assignments);
            if (found < 0)
            {
                return;
            }

            position += found;
            var rest = text[position..Math.Min(text.Length, position + 256)];
            var bearer = rest.StartsWith("bearer ", StringComparison.OrdinalIgnoreCase);
            var nameEnd = bearer ? 6 : rest.IndexOfAny(":= \n") is >= 0 and var separator ? separator : rest.Length;
            var value = rest[nameEnd..].IndexOfAnyExcept(" :=\"'") is >= 0 and var begin ? nameEnd + begin : rest.Length;
            var assigned = bearer || rest[nameEnd..value].ContainsAny('=', ':');
            var length = value < rest.Length ? rest[value..].IndexOfAny(ValueEnds) is >= 0 and var end ? end : rest.Length - value : 0;
            if (assigned && nameEnd <= 32 && LooksRandom(rest.Slice(value, length), bearer ? 16 : MinAssigned))
            {
                page.Report(EntityKind.Secret, position + value, position + value + length, 0.75);
            }

            position += Math.Max(1, Math.Min(nameEnd, value));
        }
    }

    // scheme://user:password@host
    private static void InAddress(Page page)
    {
        var text = page.Span;
        for (var position = 0; position < text.Length;)
        {
            var found = text[position..].IndexOf("://");
            if (found < 0)
            {
                return;
            }

            position += found + 3;
            var rest = text[position..Math.Min(text.Length, position + 256)];
            var end = rest.IndexOfAny("@/ \n\"") is >= 0 and var stop && rest[stop] == '@' ? stop : -1;
            var colon = end > 0 ? rest[..end].IndexOf(':') : -1;
            if (colon > 0 && end - colon > 3 && rest[colon + 1] is not ('<' or '$' or '{'))
            {
                page.Report(EntityKind.Secret, position + colon + 1, position + end, 0.8);
            }
        }
    }

    // A word, a call or a variable is no secret: digits or signs must be among the letters.
    private static bool LooksRandom(ReadOnlySpan<char> value, int min) =>
        value.Length >= min && !value.ContainsAny("({<$[") && value.ContainsAnyInRange('0', '9') && (value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z')) && !value.StartsWith("process.env") && !value.StartsWith("os.environ");
}
