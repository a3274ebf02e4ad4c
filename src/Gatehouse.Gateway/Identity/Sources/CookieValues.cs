using System.Buffers;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Finds and removes cookies in the request's Cookie fields (RFC 6265 section 4.2).</summary>
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

    /// <summary>Removes every cookie of these names; the others are sent on in one field, in their order.</summary>
    public static void Remove(HeaderMap headers, ReadOnlySpan<byte[]> names)
    {
        int length = 0;
        foreach (var field in headers.Values(HeaderNames.Cookie))
        {
            length += field.Value.Length + 2;
        }

        if (length == 0)
        {
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(length);
        int kept = 0;
        bool removesAny = false;
        foreach (var field in headers.Values(HeaderNames.Cookie))
        {
            foreach (var range in field.Value.Split((byte)';'))
            {
                var pair = field.Value[range].Trim(" \t"u8);
                if (IsOneOf(names, pair))
                {
                    removesAny = true;
                }
                else if (!pair.IsEmpty)
                {
                    kept += Append(pair, rented, kept);
                }
            }
        }

        if (removesAny)
        {
            headers.Remove(HeaderNames.Cookie);
            if (kept > 0)
            {
                headers.Add(HeaderNames.Cookie, rented.AsSpan(0, kept));
            }
        }

        ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    private static int Append(ReadOnlySpan<byte> pair, byte[] destination, int at)
    {
        if (at > 0)
        {
            "; "u8.CopyTo(destination.AsSpan(at));
        }

        int start = at > 0 ? at + 2 : at;
        pair.CopyTo(destination.AsSpan(start));
        return start + pair.Length - at;
    }

    private static bool IsOneOf(ReadOnlySpan<byte[]> names, ReadOnlySpan<byte> pair)
    {
        foreach (byte[] name in names)
        {
            if (pair.StartsWith(name) && (pair.Length == name.Length || pair[name.Length] == '='))
            {
                return true;
            }
        }

        return false;
    }
}
