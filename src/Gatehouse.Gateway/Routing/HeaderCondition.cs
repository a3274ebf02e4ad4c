using System.Buffers;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Core.Regexes;

namespace Gatehouse.Gateway.Routing;

/// <summary>
/// One entry of a route's <c>headers</c>: a field name and the values of which any of the request's fields must have one.
/// Values compare without case; <c>~*</c> makes a regular expression, unanchored and without case. (Kong lower-cases the
/// pattern itself, which turns <c>\D</c> into <c>\d</c>; that is not copied.)
/// </summary>
internal sealed class HeaderCondition(HeaderName name, byte[][] values, LinearRegex[] patterns)
{
    private const int StackChars = 256;

    /// <summary>Whether one of the fields of that name has one of the values.</summary>
    public bool Matches(HeaderMap headers)
    {
        foreach (var field in headers.Values(name))
        {
            if (MatchesValue(field.Value))
            {
                return true;
            }
        }

        return false;
    }

    private bool MatchesValue(ReadOnlySpan<byte> value)
    {
        foreach (byte[] expected in values)
        {
            if (value.Length == expected.Length && EqualsIgnoreCase(value, expected))
            {
                return true;
            }
        }

        return patterns.Length > 0 && MatchesPattern(value);
    }

    /// <summary>ASCII letters fold; bytes above 127 must be equal (<see cref="Ascii.EqualsIgnoreCase(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> never matches those).</summary>
    private static bool EqualsIgnoreCase(ReadOnlySpan<byte> value, byte[] expected)
        => Ascii.EqualsIgnoreCase(value, expected) || value.SequenceEqual(expected);

    private bool MatchesPattern(ReadOnlySpan<byte> value)
    {
        // UTF-8 never decodes to more UTF-16 units than it has bytes.
        char[]? rented = value.Length <= StackChars ? null : ArrayPool<char>.Shared.Rent(value.Length);
        Span<char> buffer = rented ?? stackalloc char[StackChars];
        bool isMatch = MatchesAny(buffer[..Encoding.UTF8.GetChars(value, buffer)]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isMatch;
    }

    private bool MatchesAny(ReadOnlySpan<char> text)
    {
        foreach (var pattern in patterns)
        {
            if (pattern.IsFound(text))
            {
                return true;
            }
        }

        return false;
    }
}
