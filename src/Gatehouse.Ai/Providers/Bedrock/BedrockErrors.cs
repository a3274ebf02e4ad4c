using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Bedrock's errors. Their name is in <c>x-amzn-errortype</c>, in the body's <c>__type</c>, or in the stream's <c>:exception-type</c>. What is said about
/// the gateway's own credential or account is not passed on.
/// </summary>
internal static class BedrockErrors
{
    private const int LongestMessage = 1000;

    private static readonly HeaderName ErrorType = new("x-amzn-errortype");
    private static readonly HeaderName RetryAfter = new("retry-after");

    /// <summary>An answer other than 2xx.</summary>
    public static AiError OfAnswer(int status, HeaderMap headers, ReadOnlyMemory<byte> body)
    {
        var (message, typeInBody) = Read(body);
        string? name = NameOf(headers.GetString(ErrorType) ?? typeInBody);
        var error = Make(name, status, message);
        return headers.GetString(RetryAfter) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds)
            ? error with { RetryAfter = TimeSpan.FromSeconds(seconds) }
            : error;
    }

    /// <summary>An exception or error inside a stream.</summary>
    public static AiError OfEvent(in EventStreamMessage message)
    {
        if (message.MessageType.SequenceEqual("exception"u8))
        {
            return Make(NameOf(Encoding.UTF8.GetString(message.ExceptionType)), 0, Read(message.Payload).Message);
        }

        return Make(NameOf(Encoding.UTF8.GetString(message.TextOf(":error-code"u8))), 0, Encoding.UTF8.GetString(message.TextOf(":error-message"u8)));
    }

    private static AiError Make(string? name, int status, string? message)
    {
        var kind = KindOf(name, status, message ?? "");
        bool isOurs = name is null || kind is AiErrorKind.VendorFailed || message is null || message.Contains("arn:", StringComparison.Ordinal);
        string text = kind switch
        {
            AiErrorKind.VendorFailed when IsCredential(name, status) => "The provider does not accept the gateway's credential.",
            AiErrorKind.VendorFailed => "The provider failed.",
            AiErrorKind.ModelNotFound => "The provider does not have this model.",
            AiErrorKind.RateLimited => "The provider limits requests.",
            AiErrorKind.Overloaded => "The provider is overloaded.",
            AiErrorKind.Timeout => "The model took too long.",
            _ when isOurs => "The provider refused the request.",
            _ => message!.Length > LongestMessage ? message[..LongestMessage] : message,
        };
        return new(kind, text) { Code = name, VendorStatus = status };
    }

    private static AiErrorKind KindOf(string? name, int status, string message) => name switch
    {
        "ThrottlingException" or "ServiceQuotaExceededException" or "TooManyRequestsException" or "ModelNotReadyException" => AiErrorKind.RateLimited,
        "ServiceUnavailableException" => AiErrorKind.Overloaded,
        "ModelTimeoutException" => AiErrorKind.Timeout,
        "ResourceNotFoundException" => AiErrorKind.ModelNotFound,
        "RequestEntityTooLargeException" => AiErrorKind.TooLarge,
        "ValidationException" => OfValidation(message),
        "InternalServerException" or "ModelErrorException" or "ModelStreamErrorException" => AiErrorKind.VendorFailed,
        _ when IsCredential(name, status) => AiErrorKind.VendorFailed,
        _ => status switch
        {
            400 => OfValidation(message),
            404 => AiErrorKind.ModelNotFound,
            408 or 504 => AiErrorKind.Timeout,
            413 => AiErrorKind.TooLarge,
            429 => AiErrorKind.RateLimited,
            503 => AiErrorKind.Overloaded,
            _ => AiErrorKind.VendorFailed,
        },
    };

    private static AiErrorKind OfValidation(string message)
    {
        if (message.Contains("model identifier is invalid", StringComparison.OrdinalIgnoreCase))
        {
            return AiErrorKind.ModelNotFound;
        }

        bool isTooLong = message.Contains("too long", StringComparison.OrdinalIgnoreCase)
            || message.Contains("context length", StringComparison.OrdinalIgnoreCase)
            || message.Contains("context window", StringComparison.OrdinalIgnoreCase)
            || message.Contains("exceeds the maximum number of tokens", StringComparison.OrdinalIgnoreCase)
            || message.Contains("too many input tokens", StringComparison.OrdinalIgnoreCase);
        return isTooLong ? AiErrorKind.ContextWindow : AiErrorKind.InvalidRequest;
    }

    private static bool IsCredential(string? name, int status)
        => name is "AccessDeniedException" or "UnrecognizedClientException" or "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignatureException"
            or "MissingAuthenticationTokenException" or "ExpiredTokenException" or "InvalidClientTokenId" || status is 401 or 403;

    // "ThrottlingException:http://internal.amazon.com/coral/..." and "com.amazon#ThrottlingException" are the same; events begin in lower case.
    private static string? NameOf(string? type)
    {
        if (string.IsNullOrEmpty(type))
        {
            return null;
        }

        int end = type.IndexOf(':', StringComparison.Ordinal);
        string name = end < 0 ? type : type[..end];
        name = name[(name.IndexOf('#', StringComparison.Ordinal) + 1)..];
        return name.Length is > 0 and <= 64 && name.All(char.IsAsciiLetterOrDigit) ? char.ToUpperInvariant(name[0]) + name[1..] : null;
    }

    private static (string? Message, string? Type) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return (Text(document.RootElement, "message") ?? Text(document.RootElement, "Message"), Text(document.RootElement, "__type"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement root, string name)
        => root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
