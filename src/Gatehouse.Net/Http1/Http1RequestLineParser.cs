namespace Gatehouse.Net.Http1;

/// <summary>Parses <c>method SP request-target SP HTTP-version</c> (RFC 9112 §3), without its CRLF. One space each, nothing else.</summary>
internal static class Http1RequestLineParser
{
    public static Http1Rejection Parse(ReadOnlySpan<byte> text, int maxMethodBytes, out Http1RequestLine line)
    {
        line = default;

        // 1. The method: a token, case-sensitive.
        int methodEnd = text.IndexOf((byte)' ');
        ReadOnlySpan<byte> method = methodEnd < 0 ? text : text[..methodEnd];
        Http1Rejection rejection = CheckMethod(method, maxMethodBytes);
        if (rejection != Http1Rejection.None)
        {
            return rejection;
        }

        if (methodEnd < 0)
        {
            return Http1Rejection.MalformedRequestLine;
        }

        // 2. The target ends at the next space; an HTTP/0.9 line has none.
        ReadOnlySpan<byte> rest = text[(methodEnd + 1)..];
        int targetEnd = rest.IndexOf((byte)' ');
        if (targetEnd <= 0)
        {
            return Contains(rest, '\r') ? Http1Rejection.BareCarriageReturn : Http1Rejection.MalformedRequestLine;
        }

        // 3. The version decides whether the rest may be read by these rules at all.
        rejection = ParseVersion(rest[(targetEnd + 1)..], out int minorVersion);
        if (rejection != Http1Rejection.None)
        {
            return rejection;
        }

        // 4. CONNECT asks for a tunnel to anywhere: never.
        if (method.SequenceEqual("CONNECT"u8))
        {
            return Http1Rejection.ConnectNotAllowed;
        }

        return Http1TargetParser.Parse(method, rest[..targetEnd], minorVersion, out line);
    }

    /// <summary>Why a line that never ended is refused: the method if it never ended either, else the target.</summary>
    public static Http1Rejection ClassifyTooLong(ReadOnlySpan<byte> start, int maxMethodBytes)
    {
        int end = start.IndexOf((byte)' ');
        Http1Rejection rejection = CheckMethod(end < 0 ? start : start[..end], maxMethodBytes);
        return rejection == Http1Rejection.None ? Http1Rejection.TargetTooLong : rejection;
    }

    private static Http1Rejection CheckMethod(ReadOnlySpan<byte> method, int maxMethodBytes)
    {
        int invalid = method.IndexOfAnyExcept(Http1Characters.Token);
        if (invalid >= 0)
        {
            return method[invalid] == '\r' ? Http1Rejection.BareCarriageReturn : Http1Rejection.InvalidMethod;
        }

        return method.IsEmpty ? Http1Rejection.InvalidMethod
            : method.Length > maxMethodBytes ? Http1Rejection.MethodTooLong
            : Http1Rejection.None;
    }

    private static Http1Rejection ParseVersion(ReadOnlySpan<byte> version, out int minorVersion)
    {
        minorVersion = 1;
        if (version.SequenceEqual("HTTP/1.1"u8))
        {
            return Http1Rejection.None;
        }

        minorVersion = 0;
        if (version.SequenceEqual("HTTP/1.0"u8))
        {
            return Http1Rejection.None;
        }

        minorVersion = 1;
        if (Contains(version, '\r'))
        {
            return Http1Rejection.BareCarriageReturn;
        }

        if (Contains(version, ' '))
        {
            return Http1Rejection.MalformedRequestLine;
        }

        bool wellFormed = version.Length == 8 && version.StartsWith("HTTP/"u8)
            && Http1Characters.IsDigit(version[5]) && version[6] == '.' && Http1Characters.IsDigit(version[7]);
        return wellFormed ? Http1Rejection.UnsupportedVersion : Http1Rejection.InvalidVersion;
    }

    private static bool Contains(ReadOnlySpan<byte> text, char character) => text.Contains((byte)character);
}
