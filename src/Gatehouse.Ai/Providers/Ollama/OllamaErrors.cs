using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>What the vendor's errors <c>{"error":"…"}</c> mean. Only its words about a request (400) go on: others tell of the host it runs on.</summary>
internal static class OllamaErrors
{
    public static AiError Read(int status, HeaderMap headers, ReadOnlyMemory<byte> body)
    {
        string? words = status == 400 ? Words(body) : null;
        var (kind, text) = status switch
        {
            400 when words is not null && words.Contains("does not support", StringComparison.OrdinalIgnoreCase) => (AiErrorKind.Unsupported, "The model does not support what is asked."),
            400 when words is not null && (words.Contains("context length", StringComparison.OrdinalIgnoreCase) || words.Contains("context window", StringComparison.OrdinalIgnoreCase)) => (AiErrorKind.ContextWindow, "The input is longer than the model's context."),
            400 => (AiErrorKind.InvalidRequest, "The provider refused the request."),
            401 or 402 or 403 => (AiErrorKind.VendorFailed, "The provider did not accept the gateway's credential or account."),
            404 => (AiErrorKind.ModelNotFound, "The provider does not have the model."),
            408 or 504 => (AiErrorKind.Timeout, "The provider took too long."),
            413 => (AiErrorKind.TooLarge, "The request is too large for the provider."),
            429 => (AiErrorKind.RateLimited, "The provider's rate limit is reached."),
            503 => (AiErrorKind.Overloaded, "The provider is overloaded."),
            _ => (AiErrorKind.VendorFailed, "The provider failed."),
        };
        return new AiError(kind, VendorText.Clean(words, text)) { VendorStatus = status, RetryAfter = RetryAfter(headers) };
    }

    private static string? Words(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("error"u8, out var error) && error.ValueKind == JsonValueKind.String
                ? error.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static TimeSpan? RetryAfter(HeaderMap headers)
        => headers.GetString(HeaderNames.RetryAfter) is { } seconds
            && double.TryParse(seconds, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double wait) && wait < 86_400
                ? TimeSpan.FromSeconds(wait)
                : null;
}
