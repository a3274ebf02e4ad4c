using System.Buffers;
using Gatehouse.Ai.Compliance.Scanning;
using Gatehouse.Ai.Compliance.Words;

namespace Gatehouse.Ai.Compliance.Recognisers;

/// <summary>Addresses of a person's page: profiles, portals, records, or with a person in the query. Other addresses identify nobody.</summary>
internal static class UrlRecogniser
{
    private const int MaxLength = 2048;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \n\r\t\"'<>()[]{}|,");

    private static readonly SearchValues<string> Personal = SearchValues.Create(
    [
        "/users/", "/user/", "/patients/", "/patient/", "/profile/", "/profiles/", "/in/", "/people/", "/member/", "/members/", "/~", "/u/", "/@", "/portal/", "/account/", "/accounts/", "/records/",
        "patient=", "mrn=", "name=", "email=", "user=", "member=", "ssn=", "dob=", "patient_id=", "patientid=", "facebook.com/", "instagram.com/", "twitter.com/", "//x.com/", "tiktok.com/",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address that begins with "http", "https" or "www". Returns the token to go on with, <paramref name="i"/> for none.</summary>
    public static int Read(Page page, int i)
    {
        var text = page.Span;
        var start = page.Tokens[i].Start;
        var rest = text[start..Math.Min(text.Length, start + MaxLength)];
        if (!(rest.StartsWith("http", StringComparison.OrdinalIgnoreCase) && rest[4..].TrimStart("sS").StartsWith("://")) && !rest.StartsWith("www.", StringComparison.OrdinalIgnoreCase))
        {
            return i;
        }

        var length = rest.IndexOfAny(Ends) is >= 0 and var end ? end : rest.Length;
        var address = rest[..length].TrimEnd(".;:!?");
        var personal = address.ContainsAny(Personal);
        var last = Math.Max(i, page.TokenFrom(i, start + address.Length) - 1);
        var cue = page.ContextOf(i, last).Saw(WordFlags.CueUrl);
        page.Report(EntityKind.Url, start, start + address.Length, (personal ? 0.6 : 0.2) + (cue ? Context.Boost : 0));
        // What is inside is looked at as well: an e-mail address or a number in the query.
        return i;
    }
}
