using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Reads credentials of a scheme from a field (RFC 9110 section 11.4).</summary>
internal static class AuthorizationField
{
    /// <summary>
    /// What stands behind the scheme and its blanks. False when the field is missing, repeated (which one is meant nobody can say) or
    /// of another scheme.
    /// </summary>
    public static bool TryGet(HeaderMap headers, HeaderName name, ReadOnlySpan<byte> scheme, out ReadOnlySpan<byte> credentials)
    {
        credentials = default;
        if (headers.CountOf(name) != 1 || !headers.TryGet(name, out var value))
        {
            return false;
        }

        value = value.Trim(" \t"u8);
        if (value.Length <= scheme.Length || value[scheme.Length] != ' ' || !Ascii.EqualsIgnoreCase(value[..scheme.Length], scheme))
        {
            return false;
        }

        credentials = value[scheme.Length..].TrimStart((byte)' ');
        return !credentials.IsEmpty;
    }
}
