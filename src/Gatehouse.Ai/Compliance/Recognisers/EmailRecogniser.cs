using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>E-mail addresses, written plainly or spelled ("jane [at] example [dot] org"). Mailboxes of organisations are not a person's.</summary>
internal static class EmailRecogniser
{
    private const int MaxLocal = 64;
    private const int MaxDomain = 255;

    private static readonly HashSet<string> Roles =
    [
        "noreply", "no-reply", "donotreply", "do-not-reply", "support", "info", "sales", "admin", "help", "contact", "postmaster", "webmaster", "abuse", "security", "git", "root",
        "hello", "team", "billing", "press", "jobs", "careers", "feedback", "service", "office", "mailer-daemon", "notifications", "newsletter", "privacy", "legal", "hr",
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> RolesBySpan = Roles.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads around an '@'. Returns the token to go on with.</summary>
    public static int Read(Page page, int i)
    {
        var text = page.Span;
        var at = page.Tokens[i].Start;
        var (from, to) = (at, at + 1);
        // "jane @ example.org": one blank on each side.
        if (at > 1 && text[at - 1] == ' ' && page.At(at + 1) == ' ')
        {
            (from, to) = (at - 1, at + 2);
        }

        var start = from;
        while (start > 0 && from - start < MaxLocal && IsLocal(text[start - 1]))
        {
            start--;
        }

        while (start < from && text[start] is '.' or '-' or '+')
        {
            start++;
        }

        var end = to;
        while (end < text.Length && end - to < MaxDomain && IsDomain(text[end]))
        {
            end++;
        }

        while (end > to && text[end - 1] is '.' or '-')
        {
            end--;
        }

        var domain = text[to..end];
        var dot = domain.LastIndexOf('.');
        if (start == from || dot <= 0 || domain.Length - dot < 3 || domain[(dot + 1)..].ContainsAnyInRange('0', '9'))
        {
            return i + 1;
        }

        // "scheme://user:password@host" is no mailbox.
        if (!IsUserInfo(text[Math.Max(0, start - MaxLocal)..from]))
        {
            Report(page, text[start..from], start, end);
        }

        return page.TokenFrom(i, end);
    }

    /// <summary>Reads around a word "dot" that stands for a point.</summary>
    public static void ReadSpelled(Page page, int i)
    {
        if (!page.Is(i, "dot"))
        {
            return;
        }

        var domain = page.PreviousWord(i);
        var at = domain < 0 ? -1 : page.PreviousWord(domain);
        var local = at < 0 || !page.Is(at, "at") ? -1 : page.PreviousWord(at);
        var top = page.NextWord(i);
        if (local >= 0 && top >= 0 && page.Tokens[top].Kind == TokenKind.Word && page.Tokens[top].Length is >= 2 and <= 6)
        {
            // Points of the local part may be spelled as well.
            while (page.PreviousWord(local, 1) is >= 0 and var dot && page.Is(dot, "dot") && page.PreviousWord(dot, 1) is >= 0 and var part)
            {
                local = part;
            }

            Report(page, page.Of(local), page.Tokens[local].Start, page.Tokens[top].End);
        }
    }

    private static void Report(Page page, ReadOnlySpan<char> local, int start, int end)
    {
        Span<char> lower = stackalloc char[MaxLocal];
        local = local[..Math.Min(local.Length, MaxLocal)];
        local.ToLowerInvariant(lower);
        page.Report(EntityKind.Email, start, end, RolesBySpan.Contains(lower[..local.Length]) ? 0.2 : 0.95);
    }

    private static bool IsUserInfo(ReadOnlySpan<char> before) =>
        before.LastIndexOf("://") is >= 0 and var scheme && !before[(scheme + 3)..].ContainsAny('/', ' ', '\n');

    private static bool IsLocal(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '%' or '+' or '-' || c > 127;

    private static bool IsDomain(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' || (c > 127 && char.IsLetter(c));
}
