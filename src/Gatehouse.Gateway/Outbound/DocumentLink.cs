using System.Diagnostics.CodeAnalysis;

namespace Gatehouse.Gateway.Outbound;

/// <summary>A URL that a remote document names, and how far it may reach.</summary>
/// <param name="Url">Absolute, without user info and fragment.</param>
/// <param name="Reach">By whether it is the document's own origin.</param>
internal sealed record DocumentLink(Uri Url, OutboundReach Reach)
{
    private const int MaxLength = 2048;

    /// <summary>
    /// Takes a URL out of a document that was fetched from <paramref name="document"/>. False unless it is absolute, https (or http
    /// where the document itself came over http), has a host and neither user info nor fragment.
    /// </summary>
    public static bool TryFollow(Uri document, string? text, [NotNullWhen(true)] out DocumentLink? link)
    {
        link = null;
        if (text is null || text.Length > MaxLength || !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && document.Scheme == Uri.UriSchemeHttp))
            || url.Host.Length == 0 || url.UserInfo.Length != 0 || url.Fragment.Length != 0)
        {
            return false;
        }

        bool isSame = url.Scheme == document.Scheme && url.Port == document.Port
            && url.IdnHost.Equals(document.IdnHost, StringComparison.OrdinalIgnoreCase);
        link = new DocumentLink(url, isSame ? OutboundReach.SameOrigin : OutboundReach.Public);
        return true;
    }
}
