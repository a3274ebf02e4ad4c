using System.Buffers;
using System.Buffers.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.BasicAuth;

/// <summary>Reads user name and password of a field (RFC 7617).</summary>
internal static class BasicLogin
{
    /// <summary>Bytes that a caller provides: longer logins are none.</summary>
    public const int MaxBytes = 1024;

    /// <summary>
    /// Decodes into <paramref name="memory"/> (<see cref="MaxBytes"/>); false when the field is missing, repeated, of another scheme or
    /// malformed.
    /// </summary>
    public static bool TryRead(HeaderMap headers, HeaderName field, Span<byte> memory, out ReadOnlySpan<byte> username, out ReadOnlySpan<byte> password)
    {
        username = default;
        password = default;
        if (!AuthorizationField.TryGet(headers, field, "Basic"u8, out var encoded)
            || encoded.IndexOfAny(" \t"u8) >= 0
            || Base64.DecodeFromUtf8(encoded, memory, out int consumed, out int length) != OperationStatus.Done
            || consumed != encoded.Length)
        {
            return false;
        }

        var login = memory[..length];
        int colon = login.IndexOf((byte)':');
        if (colon <= 0)
        {
            return false;
        }

        username = login[..colon];
        password = login[(colon + 1)..];
        return true;
    }
}
