using System.Text;

namespace Gatehouse.Net.Http1;

/// <summary>
/// Transfer-Encoding (RFC 9112 §6.1). Only <c>chunked</c>, once, is understood: no peer of ours needs another coding, and the
/// obfuscated spellings of TE.TE smuggling all fall out here.
/// </summary>
internal static class Http1TransferEncoding
{
    /// <summary>Takes one field's value; <paramref name="isChunked"/> carries over from field to field of the same message.</summary>
    public static Http1Rejection Parse(ReadOnlySpan<byte> value, ref bool isChunked)
    {
        while (true)
        {
            int comma = value.IndexOf((byte)',');
            ReadOnlySpan<byte> coding = Http1Characters.Trim(comma < 0 ? value : value[..comma]);
            if (isChunked)
            {
                return Http1Rejection.TransferEncodingNotChunkedLast;
            }

            if (!Ascii.EqualsIgnoreCase(coding, "chunked"u8))
            {
                return Http1Rejection.TransferEncodingUnknown;
            }

            isChunked = true;
            if (comma < 0)
            {
                return Http1Rejection.None;
            }

            value = value[(comma + 1)..];
        }
    }
}
