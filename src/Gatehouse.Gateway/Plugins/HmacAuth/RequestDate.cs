using System.Globalization;
using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.HmacAuth;

/// <summary>Dates in header fields (RFC 9110 section 5.6.7), in all three forms.</summary>
internal static class RequestDate
{
    private const int MaxBytes = 40;

    private static readonly string[] Forms =
        ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    /// <summary>The date in a field; false when there is none, it is no date, or the field is repeated.</summary>
    public static bool TryRead(HeaderMap headers, HeaderName field, out DateTimeOffset date)
    {
        date = default;
        if (headers.CountOf(field) != 1 || !headers.TryGet(field, out var value) || value.Length > MaxBytes || !Ascii.IsValid(value))
        {
            return false;
        }

        Span<char> text = stackalloc char[MaxBytes];
        int length = Encoding.ASCII.GetChars(value, text);
        return DateTimeOffset.TryParseExact(
            text[..length], Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out date);
    }
}
