using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>What consists of letters and digits together: by shape and check digit, else by cue. UUIDs are stepped over.</summary>
internal static class CodeRecogniser
{
    /// <summary>Longest word that a code may begin with ("GB 29 …", "ABC-1234").</summary>
    public const int MaxPrefix = 8;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789ABCDEF");

    /// <summary>Reads the code that begins with a token. Returns the token to go on with, <paramref name="i"/> when there is no code.</summary>
    public static int Read(Page page, int i, char[] code, HealthSignals health)
    {
        var text = page.Span;
        ref readonly var token = ref page.Tokens.Span[i];
        var start = token.Start;
        var after = page.At(token.End);
        var rest = text[start..];
        if (token.Length <= 4 && after is ':' or '-' && Addresses(page, i, rest, out var afterAddress))
        {
            return afterAddress;
        }

        if (token.Length == 8 && after == '-' && CodeText.IsUuid(rest))
        {
            return page.TokenFrom(i, start + 36);
        }

        // Digits alone are no code, and a word is one only where digits follow at once.
        if (token.Kind == TokenKind.Number ? after != '-' || !char.IsAsciiLetter(page.At(token.End + 1)) : token.Kind == TokenKind.Word && !DigitsFollow(page, token, after))
        {
            return i;
        }

        if (token.Kind == TokenKind.Mixed && token.Length is 3 or 4 && DiagnosisCode(page, i, rest, health, out var afterCode))
        {
            return afterCode;
        }

        var length = CodeText.Compact(text, start, blanks: false, code, out var end);
        var compact = code.AsSpan(0, length);
        if (Shaped(page, i, compact, rest, start, end))
        {
            return page.TokenFrom(i, end);
        }

        if (Spaced(page, i, code, out var afterSpaced))
        {
            return afterSpaced;
        }

        return Cued(page, i, code.AsSpan(0, CodeText.Compact(text, start, blanks: false, code, out end)), start, end) ? page.TokenFrom(i, end) : i;
    }

    private static bool DigitsFollow(Page page, in Token token, char after) =>
        (after == '-' && char.IsAsciiLetterOrDigit(page.At(token.End + 1))) || (token.Length == 2 && after == ' ' && token.Has(TokenShape.Capital) && char.IsAsciiDigit(page.At(token.End + 1)));

    // MAC and IPv6.
    private static bool Addresses(Page page, int i, ReadOnlySpan<char> rest, out int next)
    {
        next = i;
        if (page.Tokens[i].Length == 2 && CodeText.IsMac(rest))
        {
            page.Report(EntityKind.Mac, page.Tokens[i].Start, page.Tokens[i].Start + 17, 0.7);
            next = page.TokenFrom(i, page.Tokens[i].Start + 17);
            return true;
        }

        if (rest.Length < 3 || !char.IsAsciiHexDigit(rest[0]))
        {
            return false;
        }

        var length = 0;
        var colons = 0;
        while (length < rest.Length && length < 45 && (char.IsAsciiHexDigit(rest[length]) || rest[length] is ':' or '.'))
        {
            colons += rest[length] == ':' ? 1 : 0;
            length++;
        }

        if (colons < 2 || !IPAddress.TryParse(rest[..length].TrimEnd('.'), out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        var special = address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6Multicast || IPAddress.IsLoopback(address) || bytes[..4] is [0x20, 0x01, 0x0d, 0xb8] || bytes[0] is 0 or > 0x3f;
        page.Report(EntityKind.Ip, page.Tokens[i].Start, page.Tokens[i].Start + length, special ? 0.1 : 0.65);
        next = page.TokenFrom(i, page.Tokens[i].Start + length);
        return true;
    }

    // ICD-10-CM: letter, digit, digit or letter, perhaps a point and up to four more. Without a clinical word near it may be anything (P99.9).
    private static bool DiagnosisCode(Page page, int i, ReadOnlySpan<char> rest, HealthSignals health, out int next)
    {
        next = i;
        if (!char.IsAsciiLetterUpper(rest[0]) || rest[0] == 'U' || !char.IsAsciiDigit(rest[1]) || page.Tokens[i].Length != 3 || !(char.IsAsciiDigit(rest[2]) || rest[2] is 'A' or 'B'))
        {
            return false;
        }

        var dotted = page.At(page.Tokens[i].End) == '.' && i + 2 < page.Tokens.Count && page.Tokens[i + 2].Kind is TokenKind.Number or TokenKind.Mixed && page.Tokens[i + 2].Has(TokenShape.Glued) && page.Tokens[i + 2].Length <= 4;
        var context = page.ContextOf(i, dotted ? i + 2 : i);
        if (context.IsNegative || context.Cue is not (WordFlags.None or WordFlags.CueCode) && !context.Has(WordFlags.CueCode) && !context.Has(WordFlags.CueCare))
        {
            return false;
        }

        if (context.Has(WordFlags.CueCode) || (dotted && context.Saw(WordFlags.Clinical | WordFlags.ClinicalHint)))
        {
            health.AddStrong();
        }
        else if (dotted)
        {
            health.AddHint("icd");
        }
        else
        {
            return false;
        }

        next = dotted ? i + 3 : i + 1;
        return true;
    }

    private static bool Shaped(Page page, int i, ReadOnlySpan<char> compact, ReadOnlySpan<char> rest, int start, int end)
    {
        switch (compact.Length)
        {
            case 9 when CodeText.IsNino(compact):
                return page.Report(EntityKind.Nino, start, end, page.ContextOf(i, i).Has(WordFlags.CueNino) ? 0.95 : 0.55);
            case 9 when IsDea(compact):
                return page.Report(EntityKind.Dea, start, end, page.ContextOf(i, i).Has(WordFlags.CueDea) ? 0.95 : 0.6);
            case 11 when CodeText.IsMbi(compact):
                return page.Report(EntityKind.HealthPlan, start, end, page.ContextOf(i, i).IsNegative ? 0.3 : 0.7);
            case 17 when Checksums.Vin(compact) && compact.ContainsAnyInRange('A', 'Z') && compact.ContainsAnyInRange('0', '9') && !rest[..17].Contains('-'):
                return page.Report(EntityKind.Vehicle, start, end, page.ContextOf(i, i).IsNegative ? 0.4 : 0.85);
            case 42 when rest[0] == '0' && rest[1] is 'x' or 'X' && !compact[2..].ContainsAnyExcept(HexDigits):
                return page.Report(EntityKind.Crypto, start, end, 0.7);
            case >= 26 and <= 35 when rest[0] is '1' or '3' && !rest[..compact.Length].Contains('-') && Checksums.Base58Check(rest[..compact.Length]):
                return page.Report(EntityKind.Crypto, start, end, 1);
            case 42 or 62 when compact.StartsWith("BC1"):
                Span<char> lower = stackalloc char[compact.Length];
                compact.ToLowerInvariant(lower);
                return Checksums.Bech32Check(lower) && page.Report(EntityKind.Crypto, start, end, 1);
            case >= 15 and <= 34 when Ibans.IsIban(compact):
                return page.Report(EntityKind.Iban, start, end, 1);
            default:
                return false;
        }
    }

    // Codes that are written in groups with blanks: IBAN, MBI, NINO, VIN of a stubborn writer.
    private static bool Spaced(Page page, int i, char[] code, out int next)
    {
        next = i;
        if (page.Tokens[i].Length > 4 || page.At(page.Tokens[i].End) is not (' ' or '-'))
        {
            return false;
        }

        var start = page.Tokens[i].Start;
        var all = code.AsSpan(0, CodeText.Compact(page.Span, start, blanks: true, code, out _));
        var length = Ibans.Find(all);
        var kind = EntityKind.Iban;
        if (length == 0 && all.Length >= 9 && CodeText.IsNino(all[..9]))
        {
            (kind, length) = (EntityKind.Nino, 9);
        }

        if (length == 0 && all.Length >= 11 && CodeText.IsMbi(all[..11]))
        {
            (kind, length) = (EntityKind.HealthPlan, 11);
        }

        if (length == 0)
        {
            return false;
        }

        var end = start;
        for (var left = length; left > 0; end++)
        {
            left -= char.IsAsciiLetterOrDigit(page.At(end)) ? 1 : 0;
        }

        if (char.IsAsciiLetterOrDigit(page.At(end)) || !page.Report(kind, start, end, kind == EntityKind.Iban ? 1 : 0.6))
        {
            return false;
        }

        next = page.TokenFrom(i, end);
        return true;
    }

    private static bool Cued(Page page, int i, ReadOnlySpan<char> compact, int start, int end)
    {
        if (compact.Length is < 4 or > 24 || !compact.ContainsAnyInRange('0', '9') || !compact.ContainsAnyInRange('A', 'Z'))
        {
            return false;
        }

        // "MRN-4471882": the first word is the cue itself, the number is read by itself.
        if (page.Tokens[i].Has(WordFlags.SpecificCues | WordFlags.CueId | WordFlags.Negative))
        {
            return false;
        }

        var (kind, score) = CuedIdentifiers.Judge(compact.Length, page.ContextOf(i, Math.Max(i, page.TokenFrom(i, end) - 1)));
        return kind != EntityKind.None && page.Report(kind, start, end, score);
    }

    private static bool IsDea(ReadOnlySpan<char> code) => "ABCDEFGHJKLMPRSTUX".Contains(code[0]) && (char.IsAsciiLetterUpper(code[1]) || code[1] == '9') && !code[2..].ContainsAnyExceptInRange('0', '9') && Checksums.Dea(code[2..]);
}
