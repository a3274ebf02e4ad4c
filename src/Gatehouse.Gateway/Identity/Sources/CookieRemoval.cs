using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Removes cookies from the request's Cookie fields; the others stay as they are.</summary>
internal static class CookieRemoval
{
    /// <summary>Removes the cookies whose name <paramref name="isOurs"/> accepts. Allocates only when there are any.</summary>
    public static void Remove(HeaderMap headers, Func<ReadOnlySpan<byte>, bool> isOurs)
    {
        if (!Has(headers, isOurs))
        {
            return;
        }

        var left = new List<byte>();
        foreach (var field in headers.Values(HeaderNames.Cookie))
        {
            foreach (var range in field.Value.Split((byte)';'))
            {
                var pair = field.Value[range].Trim(" \t"u8);
                if (pair.IsEmpty || isOurs(NameOf(pair)))
                {
                    continue;
                }

                if (left.Count > 0)
                {
                    left.AddRange("; "u8);
                }

                left.AddRange(pair);
            }
        }

        headers.Remove(HeaderNames.Cookie);
        if (left.Count > 0)
        {
            headers.Add(HeaderNames.Cookie, left.ToArray());
        }
    }

    private static bool Has(HeaderMap headers, Func<ReadOnlySpan<byte>, bool> isOurs)
    {
        foreach (var field in headers.Values(HeaderNames.Cookie))
        {
            foreach (var range in field.Value.Split((byte)';'))
            {
                if (isOurs(NameOf(field.Value[range].Trim(" \t"u8))))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> NameOf(ReadOnlySpan<byte> pair) => pair.IndexOf((byte)'=') is >= 0 and int equals ? pair[..equals] : pair;
}
