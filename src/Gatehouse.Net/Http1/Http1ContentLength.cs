namespace Gatehouse.Net.Http1;

/// <summary>Content-Length as RFC 9110 §8.6 has it: digits and nothing else.</summary>
internal static class Http1ContentLength
{
    /// <summary>
    /// Parses 1*DIGIT. No sign, no white space, no list, no overflow: every looser reading has been some proxy's smuggling hole.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> value, out long length)
    {
        length = 0;
        if (value.IsEmpty)
        {
            return false;
        }

        foreach (byte b in value)
        {
            if (!Http1Characters.IsDigit(b))
            {
                return false;
            }

            int digit = b - '0';
            if (length > (long.MaxValue - digit) / 10)
            {
                return false;
            }

            length = (length * 10) + digit;
        }

        return true;
    }
}
