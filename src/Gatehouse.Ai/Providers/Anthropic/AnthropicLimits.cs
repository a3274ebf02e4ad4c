using System.Globalization;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>
/// Reads <c>anthropic-ratelimit-*</c>. Resets are points in time (RFC 3339) by the vendor's clock, so that they are taken from the <c>Date</c> of the same
/// answer; without one nothing is known of them.
/// </summary>
internal static class AnthropicLimits
{
    private static readonly HeaderName RequestsRemaining = new("anthropic-ratelimit-requests-remaining");
    private static readonly HeaderName RequestsReset = new("anthropic-ratelimit-requests-reset");
    private static readonly HeaderName TokensRemaining = new("anthropic-ratelimit-tokens-remaining");
    private static readonly HeaderName TokensReset = new("anthropic-ratelimit-tokens-reset");
    private static readonly HeaderName InputRemaining = new("anthropic-ratelimit-input-tokens-remaining");
    private static readonly HeaderName InputReset = new("anthropic-ratelimit-input-tokens-reset");

    public static VendorLimits? Read(HeaderMap headers)
    {
        var limits = new VendorLimits
        {
            RemainingRequests = Count(headers, RequestsRemaining),
            RemainingTokens = Count(headers, TokensRemaining) ?? Count(headers, InputRemaining),
            RequestsReset = Until(headers, RequestsReset),
            TokensReset = Until(headers, TokensReset) ?? Until(headers, InputReset),
        };
        return limits == new VendorLimits() ? null : limits;
    }

    private static long? Count(HeaderMap headers, HeaderName name)
        => headers.GetString(name) is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long count) ? count : null;

    private static TimeSpan? Until(HeaderMap headers, HeaderName name)
    {
        if (!TryTime(headers.GetString(name), out var reset) || !TryTime(headers.GetString(HeaderNames.Date), out var now))
        {
            return null;
        }

        return reset > now ? reset - now : TimeSpan.Zero;
    }

    private static bool TryTime(string? text, out DateTimeOffset time)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
}
