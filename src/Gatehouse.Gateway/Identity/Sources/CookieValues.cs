using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Finds cookies in the request's Cookie fields (RFC 6265 section 4.2).</summary>
internal static class CookieValues
{
    /// <summary>Finds a cookie by its name, which is case-sensitive; the first one when there are several, as browsers mean it.</summary>
    public static bool TryFind(HeaderMap headers, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (var field in headers.Values(HeaderNames.Cookie))
        {
            foreach (var range in field.Value.Split((byte)';'))
            {
                var pair = field.Value[range].Trim(" \t"u8);
                if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name))
                {
                    value = pair[(name.Length + 1)..];
                    return true;
                }
            }
        }

        value = default;
        return false;
    }
}
