using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>
/// What the vendor's errors mean for the client. What concerns the gateway's own account (401, 402, 403, no credit) becomes a failure of the vendor in
/// neutral words: it is no fault of the client's, and its text may tell of the credential.
/// </summary>
internal static class AnthropicErrors
{
    private const string Ours = "The provider did not accept the gateway's credential or account.";

    private static readonly HeaderName RetryAfterMs = new("retry-after-ms");

    /// <summary>Reads an answer other than 2xx.</summary>
    public static AiError Read(int status, HeaderMap headers, ReadOnlyMemory<byte> body)
    {
        ReadOnlySpan<byte> inner = default;
        try
        {
            var reader = new Utf8JsonReader(body.Span);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("error"u8))
                {
                    reader.Read();
                    int start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    inner = body.Span[start..(int)reader.BytesConsumed];
                    break;
                }
            }
        }
        catch (JsonException)
        {
            // Not the vendor's own words but those of something before it: the status has to do.
        }

        return Read(inner, status) with { RetryAfter = RetryAfter(headers) };
    }

    /// <summary>Reads an error object <c>{"type","message"}</c>; <paramref name="status"/> is 200 inside a stream.</summary>
    public static AiError Read(ReadOnlySpan<byte> error, int status)
    {
        string? type = null;
        string? message = null;
        try
        {
            var reader = new Utf8JsonReader(error);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                {
                    continue;
                }

                bool isType = reader.ValueTextEquals("type"u8);
                bool isMessage = reader.ValueTextEquals("message"u8);
                reader.Read();
                type = isType && reader.TokenType == JsonTokenType.String ? reader.GetString() : type;
                message = isMessage && reader.TokenType == JsonTokenType.String ? reader.GetString() : message;
                reader.Skip();
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            message = null;
        }

        return Of(type, message, status);
    }

    private static AiError Of(string? type, string? message, int status)
    {
        var kind = KindOf(type, status);
        if (kind == AiErrorKind.InvalidRequest && message is not null)
        {
            kind = message.Contains("prompt is too long", StringComparison.OrdinalIgnoreCase) || message.Contains("context limit", StringComparison.OrdinalIgnoreCase) ? AiErrorKind.ContextWindow
                : message.Contains("credit balance", StringComparison.OrdinalIgnoreCase) ? AiErrorKind.VendorFailed
                : kind;
        }

        string text = kind switch
        {
            AiErrorKind.VendorFailed when status is not 200 and < 500 => Ours,
            AiErrorKind.VendorFailed => VendorText.Clean(type is null or "api_error" ? message : null, type is null or "api_error" ? "The provider failed." : Ours),
            AiErrorKind.Overloaded => "The provider is overloaded.",
            AiErrorKind.Timeout => "The provider took too long.",
            // Its words name the vendor's model, not the one that was asked for.
            AiErrorKind.ModelNotFound => "The provider does not have the model.",
            AiErrorKind.RateLimited => "The provider's rate limit is reached.",
            _ => VendorText.Clean(message, "The provider refused the request."),
        };
        return new AiError(kind, text) { Code = type is { Length: <= 64 } ? type : null, VendorStatus = status };
    }

    private static AiErrorKind KindOf(string? type, int status) => type switch
    {
        "invalid_request_error" when status is 200 or 400 => AiErrorKind.InvalidRequest,
        "authentication_error" or "permission_error" or "billing_error" => AiErrorKind.VendorFailed,
        "not_found_error" => AiErrorKind.ModelNotFound,
        "request_too_large" => AiErrorKind.TooLarge,
        "rate_limit_error" => AiErrorKind.RateLimited,
        "overloaded_error" => AiErrorKind.Overloaded,
        "timeout_error" => AiErrorKind.Timeout,
        "api_error" => AiErrorKind.VendorFailed,
        _ => status switch
        {
            400 or 409 or 422 => AiErrorKind.InvalidRequest,
            404 => AiErrorKind.ModelNotFound,
            413 => AiErrorKind.TooLarge,
            429 => AiErrorKind.RateLimited,
            503 or 529 => AiErrorKind.Overloaded,
            408 or 504 => AiErrorKind.Timeout,
            _ => AiErrorKind.VendorFailed,
        },
    };

    private static TimeSpan? RetryAfter(HeaderMap headers)
    {
        if (headers.GetString(RetryAfterMs) is { } text && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double ms) && ms < 86_400_000)
        {
            return TimeSpan.FromMilliseconds(ms);
        }

        return headers.GetString(HeaderNames.RetryAfter) is { } seconds
            && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double wait) && wait < 86_400
                ? TimeSpan.FromSeconds(wait)
                : null;
    }
}
