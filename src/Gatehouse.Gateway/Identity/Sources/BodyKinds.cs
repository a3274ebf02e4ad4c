using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>Reads Content-Type.</summary>
internal static class BodyKinds
{
    // RFC 2046 section 5.1.1.
    private const int MaxBoundary = 70;

    /// <summary>The kind of a body; a multipart body without a usable boundary is of another kind.</summary>
    public static BodyKind Of(HeaderMap headers, out ReadOnlySpan<byte> boundary)
    {
        boundary = default;
        if (headers.CountOf(HeaderNames.ContentType) != 1 || !headers.TryGet(HeaderNames.ContentType, out var value))
        {
            return BodyKind.Other;
        }

        int semicolon = value.IndexOf((byte)';');
        var type = (semicolon < 0 ? value : value[..semicolon]).Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(type, "application/x-www-form-urlencoded"u8))
        {
            return BodyKind.Form;
        }

        if (Ascii.EqualsIgnoreCase(type, "application/json"u8))
        {
            return BodyKind.Json;
        }

        return semicolon >= 0 && Ascii.EqualsIgnoreCase(type, "multipart/form-data"u8) && TryBoundary(value[(semicolon + 1)..], out boundary)
            ? BodyKind.Multipart
            : BodyKind.Other;
    }

    private static bool TryBoundary(ReadOnlySpan<byte> parameters, out ReadOnlySpan<byte> boundary)
    {
        boundary = default;
        foreach (var range in parameters.Split((byte)';'))
        {
            var parameter = parameters[range].Trim(" \t"u8);
            if (parameter.Length > 9 && Ascii.EqualsIgnoreCase(parameter[..9], "boundary="u8))
            {
                boundary = parameter[9..];
                if (boundary is [(byte)'"', .., (byte)'"'])
                {
                    boundary = boundary[1..^1];
                }

                return boundary.Length is > 0 and <= MaxBoundary;
            }
        }

        return false;
    }
}
