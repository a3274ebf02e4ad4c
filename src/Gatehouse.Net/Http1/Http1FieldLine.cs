using System.Runtime.CompilerServices;

namespace Gatehouse.Net.Http1;

/// <summary>Parses one field line (RFC 9112 §5): <c>field-name ":" OWS field-value OWS</c>, without its CRLF.</summary>
internal static class Http1FieldLine
{
    /// <summary>Splits a line; returns why it cannot be, or <see cref="Http1Rejection.None"/>.</summary>
    public static Http1Rejection Parse(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        int colon = line.IndexOfAnyExcept(Http1Characters.Token);
        if (colon <= 0 || line[colon] != ':')
        {
            name = default;
            return ClassifyName(line, colon);
        }

        name = line[..colon];
        value = Http1Characters.Trim(line[(colon + 1)..]);
        int invalid = value.IndexOfAny(Http1Characters.NotInValue);
        if (invalid >= 0)
        {
            return value[invalid] == '\r' ? Http1Rejection.BareCarriageReturn : Http1Rejection.HeaderValueInvalid;
        }

        return Http1Rejection.None;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Http1Rejection ClassifyName(ReadOnlySpan<byte> line, int end)
    {
        if (end < 0)
        {
            return Http1Rejection.HeaderNameInvalid;
        }

        if (line[end] is (byte)' ' or (byte)'\t')
        {
            // A line that starts with white space continues the previous one (obs-fold); behind a name, white space before
            // the colon has made servers and proxies disagree about the name.
            ReadOnlySpan<byte> rest = Http1Characters.Trim(line[end..]);
            return end == 0 ? Http1Rejection.HeaderLineFolding
                : !rest.IsEmpty && rest[0] == ':' ? Http1Rejection.WhitespaceBeforeColon
                : Http1Rejection.HeaderNameInvalid;
        }

        return line[end] == '\r' ? Http1Rejection.BareCarriageReturn : Http1Rejection.HeaderNameInvalid;
    }
}
