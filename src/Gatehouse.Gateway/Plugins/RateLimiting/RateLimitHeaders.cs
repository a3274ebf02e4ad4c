using System.Buffers.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>
/// Header fields of limits: Kong's, and those of draft-ietf-httpapi-ratelimit-headers-10 (structured fields, RFC 9651). Nothing is
/// allocated: numbers are formatted on the stack, everything else when the plugin is built.
/// </summary>
internal static class RateLimitHeaders
{
    private static readonly HeaderName Limit = new("RateLimit-Limit");
    private static readonly HeaderName Remaining = new("RateLimit-Remaining");
    private static readonly HeaderName Reset = new("RateLimit-Reset");
    private static readonly HeaderName Policy = new("RateLimit-Policy");
    private static readonly HeaderName State = new("RateLimit");

    /// <summary>Kong's fields: one pair for each limit, and three for the one with the least left, of several the one with the longest window.</summary>
    public static void WriteKong(HeaderMap headers, RateLimitSet set, LimitBatch batch)
    {
        int shown = 0;
        for (int i = 0; i < set.Limits.Length; i++)
        {
            var limit = set.Limits[i];
            headers.Set(limit.LimitHeader, limit.Quota);
            SetNumber(headers, limit.RemainingHeader, batch[i].Remaining);
            long least = batch[shown].Remaining;
            bool isTighter = batch[i].Remaining < least
                || (batch[i].Remaining == least && limit.WindowLength > set.Limits[shown].WindowLength);
            shown = isTighter ? i : shown;
        }

        headers.Set(Limit, set.Limits[shown].Quota);
        SetNumber(headers, Remaining, batch[shown].Remaining);
        if (batch[shown].Reset != LimitCharge.Unknown)
        {
            SetNumber(headers, Reset, Math.Max(1, ToSeconds(batch[shown].Reset)));
        }
        else
        {
            headers.Remove(Reset);
        }
    }

    /// <summary>The draft's fields: every limit with its quota and window, and what is left of it.</summary>
    public static void WriteDraft(HeaderMap headers, RateLimitSet set, LimitBatch batch)
    {
        headers.Set(Policy, set.PolicyField);
        Span<byte> text = stackalloc byte[set.Limits.Length * RateLimitingSchema.LongestItem];
        int length = 0;
        for (int i = 0; i < set.Limits.Length; i++)
        {
            Append(text, ref length, i == 0 ? default : ", "u8);
            Append(text, ref length, set.Limits[i].QuotedName);
            Append(text, ref length, ";r="u8);
            Append(text, ref length, batch[i].Remaining);
            if (batch[i].Reset != LimitCharge.Unknown)
            {
                Append(text, ref length, ";t="u8);
                Append(text, ref length, ToSeconds(batch[i].Reset));
            }
        }

        headers.Set(State, text[..length]);
    }

    /// <summary>
    /// The seconds after which the same request would be admitted if nobody else came: the longest wait of those that refused. Left out
    /// when waiting does not help.
    /// </summary>
    public static void WriteRetryAfter(HeaderMap headers, LimitBatch batch)
    {
        long wait = 0;
        foreach (ref var charge in batch.Charges)
        {
            if (!charge.IsAdmitted)
            {
                wait = Math.Max(wait, charge.RetryAfter);
            }
        }

        if (wait == LimitCharge.Never)
        {
            headers.Remove(HeaderNames.RetryAfter);
            return;
        }

        SetNumber(headers, HeaderNames.RetryAfter, Math.Max(1, ToSeconds(wait)));
    }

    // Rounded up: whoever comes back then is not too early.
    private static long ToSeconds(long nanoseconds) => (Math.Max(0, nanoseconds) + LimitWindow.Second - 1) / LimitWindow.Second;

    /// <summary>Sets a field to a number.</summary>
    public static void SetNumber(HeaderMap headers, HeaderName name, long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out int written);
        headers.Set(name, text[..written]);
    }

    private static void Append(Span<byte> text, ref int length, ReadOnlySpan<byte> part)
    {
        part.CopyTo(text[length..]);
        length += part.Length;
    }

    private static void Append(Span<byte> text, ref int length, long value)
    {
        Utf8Formatter.TryFormat(value, text[length..], out int written);
        length += written;
    }
}
