using System.Buffers.Text;
using System.Globalization;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>Header fields about limits: <c>x-ratelimit-*</c> and <c>retry-after</c>.</summary>
internal static class OpenAiLimitHeaders
{
    private static readonly HeaderName LimitRequests = new("x-ratelimit-limit-requests");
    private static readonly HeaderName LimitTokens = new("x-ratelimit-limit-tokens");
    private static readonly HeaderName RemainingRequests = new("x-ratelimit-remaining-requests");
    private static readonly HeaderName RemainingTokens = new("x-ratelimit-remaining-tokens");
    private static readonly HeaderName ResetRequests = new("x-ratelimit-reset-requests");
    private static readonly HeaderName ResetTokens = new("x-ratelimit-reset-tokens");
    private static readonly HeaderName RetryAfterMilliseconds = new("retry-after-ms");
    private static readonly HeaderName RetryAfterSeconds = new("retry-after");
    private static readonly HeaderName Date = new("date");

    /// <summary>What is left; null when nothing is said. Azure says −1 or 0 of 0 for what it does not count.</summary>
    public static VendorLimits? Read(HeaderMap headers)
    {
        var limits = new VendorLimits
        {
            RemainingRequests = Remaining(headers, RemainingRequests, LimitRequests),
            RemainingTokens = Remaining(headers, RemainingTokens, LimitTokens),
            RequestsReset = Duration(headers, ResetRequests),
            TokensReset = Duration(headers, ResetTokens),
        };
        return limits == new VendorLimits() ? null : limits;
    }

    /// <summary>When to try again: retry-after-ms, retry-after, else the reset of what is used up; null = not said.</summary>
    public static TimeSpan? RetryAfter(HeaderMap headers)
    {
        if (Number(headers, RetryAfterMilliseconds) is { } milliseconds)
        {
            return milliseconds >= 0 ? Bounded(milliseconds / 1000) : null;
        }

        if (headers.GetString(RetryAfterSeconds) is { } text)
        {
            return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) ? Bounded(seconds) : UntilDate(text, headers.GetString(Date));
        }

        var limits = Read(headers);
        var requests = limits is { RemainingRequests: 0 } ? limits.RequestsReset : null;
        var tokens = limits is { RemainingTokens: 0 } ? limits.TokensReset : null;
        return requests > tokens || tokens is null ? requests : tokens;
    }

    /// <summary>A duration as Go writes it (<c>1h2m3.5s</c>, <c>6m0s</c>, <c>120ms</c>), or plain seconds.</summary>
    public static bool TryParseDuration(ReadOnlySpan<byte> text, out TimeSpan duration)
    {
        duration = default;
        double seconds = 0;
        if (text.IsEmpty)
        {
            return false;
        }

        while (!text.IsEmpty)
        {
            if (!char.IsAsciiDigit((char)text[0]) || !Utf8Parser.TryParse(text, out double number, out int used, 'F'))
            {
                return false;
            }

            text = text[used..];
            int letters = text.IndexOfAnyInRange((byte)'0', (byte)'9');
            var unit = letters < 0 ? text : text[..letters];
            text = letters < 0 ? default : text[letters..];
            double factor = Factor(unit);
            if (double.IsNaN(factor))
            {
                return false;
            }

            seconds += number * factor;
        }

        duration = Bounded(seconds);
        return true;
    }

    private static double Factor(ReadOnlySpan<byte> unit)
    {
        return unit switch
        {
            _ when unit.IsEmpty || unit.SequenceEqual("s"u8) => 1,
            _ when unit.SequenceEqual("ms"u8) => 1e-3,
            _ when unit.SequenceEqual("m"u8) => 60,
            _ when unit.SequenceEqual("h"u8) => 3600,
            _ when unit.SequenceEqual("d"u8) => 86400,
            _ when unit.SequenceEqual("us"u8) || unit.SequenceEqual("µs"u8) => 1e-6,
            _ when unit.SequenceEqual("ns"u8) => 1e-9,
            _ => double.NaN,
        };
    }

    private static long? Remaining(HeaderMap headers, HeaderName remaining, HeaderName limit)
        => Number(headers, remaining) is >= 0 and var left && Number(headers, limit) is null or > 0 ? (long)left : null;

    private static TimeSpan? Duration(HeaderMap headers, HeaderName name)
        => headers.TryGet(name, out var value) && TryParseDuration(value, out var duration) ? duration : null;

    private static double? Number(HeaderMap headers, HeaderName name)
        => headers.TryGet(name, out var value) && Utf8Parser.TryParse(value, out double number, out int used) && used == value.Length && double.IsFinite(number) ? number : null;

    private static TimeSpan? UntilDate(string text, string? now)
        => DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var then)
            && DateTimeOffset.TryParseExact(now, "r", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at)
            ? Bounded((then - at).TotalSeconds)
            : null;

    private static TimeSpan Bounded(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 7 * 86400));
}
