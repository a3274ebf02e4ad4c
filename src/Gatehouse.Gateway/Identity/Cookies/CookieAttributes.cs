using System.Text;

namespace Gatehouse.Gateway.Identity.Cookies;

/// <summary>What a cookie tells the browser about itself. The texts are made once; only the lifetime differs from answer to answer.</summary>
internal sealed record CookieAttributes
{
    /// <summary>Path for which it is sent. Default all.</summary>
    public string Path { get; init; } = "/";

    /// <summary>Domain with its subdomains for which it is sent; null = this very host.</summary>
    public string? Domain { get; init; }

    /// <summary>Default <see cref="SameSite.Strict"/>.</summary>
    public SameSite SameSite { get; init; } = SameSite.Strict;

    /// <summary>Whether scripts cannot read it. Default true.</summary>
    public bool HttpOnly { get; init; } = true;

    /// <summary>Whether it is sent over TLS only; null = when the request that it answers came over TLS, or <see cref="SameSite"/> demands it.</summary>
    public bool? Secure { get; init; }

    /// <summary>Reads <c>Strict</c>, <c>Lax</c>, <c>None</c> or <c>Default</c>.</summary>
    public static SameSite ParseSameSite(string? text, SameSite fallback = SameSite.Strict)
        => Enum.TryParse(text, ignoreCase: true, out SameSite value) && Enum.IsDefined(value) ? value : fallback;

    /// <summary>
    /// Why browsers, or this program, would not take a cookie of these attributes under this name; null when nothing is wrong.
    /// RFC 6265 section 4.1.1, RFC 6265bis sections 4.1.3 and 5.7.
    /// </summary>
    public string? ProblemWith(string name)
    {
        if (!Core.Http.HttpSyntax.IsToken(name))
        {
            return $"the cookie name '{name}' may only have characters of a token (RFC 9110 section 5.6.2)";
        }

        if (Path.Length == 0 || Path[0] != '/' || !IsText(Path) || (Domain is { } domain && (domain.Length == 0 || !IsText(domain))))
        {
            return "the cookie's path must begin with '/', and neither path nor domain may have control characters, blanks or ';'";
        }

        if (SameSite == SameSite.None && Secure == false)
        {
            return "a cookie with same_site None must be secure: browsers refuse it otherwise";
        }

        if (name.StartsWith("__Secure-", StringComparison.OrdinalIgnoreCase) && Secure != true)
        {
            return $"the cookie name '{name}' demands that secure is true: browsers refuse it otherwise";
        }

        return name.StartsWith("__Host-", StringComparison.OrdinalIgnoreCase) && (Secure != true || Domain is not null || Path != "/")
            ? $"the cookie name '{name}' demands that secure is true, path is / and there is no domain: browsers refuse it otherwise"
            : null;
    }

    /// <summary>The attributes behind value and lifetime, beginning with a semicolon.</summary>
    /// <param name="isTls">Whether the request that is answered came over TLS.</param>
    public byte[] TextOf(bool isTls)
    {
        var text = new StringBuilder($"; Path={Path}");
        if (Domain is not null)
        {
            text.Append($"; Domain={Domain}");
        }

        if (SameSite != SameSite.Default)
        {
            text.Append($"; SameSite={SameSite}");
        }

        // Browsers take SameSite=None with Secure only.
        if (Secure ?? (isTls || SameSite == SameSite.None))
        {
            text.Append("; Secure");
        }

        return Encoding.ASCII.GetBytes(text.Append(HttpOnly ? "; HttpOnly" : "").ToString());
    }

    private static bool IsText(string text) => text.All(c => c is > ' ' and < '\u007f' and not ';' and not ',');
}
