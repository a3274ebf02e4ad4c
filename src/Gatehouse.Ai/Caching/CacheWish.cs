using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Caching;

/// <summary>Reads what a client wants of the cache.</summary>
internal static class CacheWish
{
    private static readonly HeaderName Field = new("X-Gatehouse-Cache");
    private static readonly HeaderName CacheControl = new("Cache-Control");

    /// <summary>
    /// The mode: <c>X-Gatehouse-Cache: use | refresh | bypass</c>, else <c>Cache-Control: no-store</c> (bypass) and <c>no-cache</c> (refresh; RFC 9111 §5.2.1), else
    /// what the model has. Throws <see cref="AiException"/> for another word.
    /// </summary>
    /// <param name="headers">The request's.</param>
    /// <param name="isOn">Whether the model's answers are kept unless the client says otherwise.</param>
    public static CacheMode Of(HeaderMap headers, bool isOn)
    {
        if (headers.GetString(Field) is { } word)
        {
            return word.Trim() switch
            {
                "use" => CacheMode.Use,
                "refresh" => CacheMode.Refresh,
                "bypass" => CacheMode.Bypass,
                _ => throw new AiException(AiErrorKind.InvalidRequest, "X-Gatehouse-Cache takes use, refresh or bypass."),
            };
        }

        if (!isOn)
        {
            return CacheMode.Bypass;
        }

        string[] directives = (headers.GetString(CacheControl) ?? "").Split(',', StringSplitOptions.TrimEntries);
        return directives.Contains("no-store", StringComparer.OrdinalIgnoreCase) ? CacheMode.Bypass
            : directives.Contains("no-cache", StringComparer.OrdinalIgnoreCase) ? CacheMode.Refresh
            : CacheMode.Use;
    }
}
