using System.Text;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>
/// What stands behind the scheme: <c>username="…", algorithm="…", headers="…", signature="…"</c>, in any order. Each must be there once; a
/// quote cannot be part of a value. Others are read over.
/// </summary>
internal ref struct HmacParameters
{
    public ReadOnlySpan<byte> Username;
    public ReadOnlySpan<byte> Algorithm;
    public ReadOnlySpan<byte> Headers;
    public ReadOnlySpan<byte> Signature;

    /// <summary>Reads them; false when they are not of that form, incomplete, empty or repeated.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out HmacParameters parameters)
    {
        parameters = default;
        while (true)
        {
            int equals = text.IndexOf("=\""u8);
            int length = equals < 0 ? -1 : text[(equals + 2)..].IndexOf((byte)'"');
            if (length < 0 || !parameters.TrySet(text[..equals], text.Slice(equals + 2, length)))
            {
                return false;
            }

            text = text[(equals + length + 3)..].TrimStart(" \t"u8);
            if (text.IsEmpty)
            {
                return !parameters.Username.IsEmpty && !parameters.Algorithm.IsEmpty && !parameters.Headers.IsEmpty && !parameters.Signature.IsEmpty;
            }

            if (text[0] != ',')
            {
                return false;
            }

            text = text[1..].TrimStart(" \t"u8);
        }
    }

    private bool TrySet(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (name.IsEmpty || name.ContainsAny(" \t,\"="u8))
        {
            return false;
        }

        return Ascii.EqualsIgnoreCase(name, "username"u8) ? TryOnce(ref Username, value)
            : Ascii.EqualsIgnoreCase(name, "algorithm"u8) ? TryOnce(ref Algorithm, value)
            : Ascii.EqualsIgnoreCase(name, "headers"u8) ? TryOnce(ref Headers, value)
            : !Ascii.EqualsIgnoreCase(name, "signature"u8) || TryOnce(ref Signature, value);
    }

    private static bool TryOnce(ref ReadOnlySpan<byte> place, ReadOnlySpan<byte> value)
    {
        bool isFirst = place.IsEmpty && !value.IsEmpty;
        place = value;
        return isFirst;
    }
}
