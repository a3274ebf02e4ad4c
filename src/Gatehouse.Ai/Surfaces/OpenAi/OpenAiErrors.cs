using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.OpenAi;

/// <summary>Errors in OpenAI's words.</summary>
internal static class OpenAiErrors
{
    /// <summary>Where OpenAI's libraries look for the id of a request.</summary>
    public static readonly HeaderName RequestId = new("x-request-id");

    private static readonly HeaderName ContentType = new("content-type");
    private static readonly HeaderName RetryAfter = new("retry-after");
    private static readonly HeaderName RetryAfterMilliseconds = new("retry-after-ms");
    private static readonly HeaderName ShouldRetry = new("x-should-retry");

    /// <summary>Writes body and header fields of an answer that is an error; returns its status.</summary>
    public static int Write(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output)
    {
        headers.Set(ContentType, "application/json"u8);
        headers.Set(RequestId, requestId);
        if (error.RetryAfter is { } wait && wait >= TimeSpan.Zero)
        {
            headers.Set(RetryAfter, Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture));
            headers.Set(RetryAfterMilliseconds, Math.Ceiling(wait.TotalMilliseconds).ToString(CultureInfo.InvariantCulture));
        }

        // A budget does not come back within the patience of a client's library.
        bool? shouldRetry = error.Kind == AiErrorKind.BudgetExceeded ? false : null;
        if ((error.ShouldRetry ?? shouldRetry) is { } retries)
        {
            headers.Set(ShouldRetry, retries ? "true"u8 : "false"u8);
        }

        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        json.WriteStartObject();
        json.WritePropertyName("error"u8);
        WriteObject(json, error);
        json.WriteEndObject();
        json.Flush();
        return StatusOf(error.Kind);
    }

    /// <summary>The object: message, type, param, code.</summary>
    public static void WriteObject(Utf8JsonWriter json, AiError error)
    {
        json.WriteStartObject();
        json.WriteString("message"u8, error.Message);
        json.WriteString("type"u8, TypeOf(error.Kind));
        json.WriteString("param"u8, error.Field);
        json.WriteString("code"u8, CodeOf(error));
        json.WriteEndObject();
    }

    public static int StatusOf(AiErrorKind kind) => kind switch
    {
        AiErrorKind.InvalidRequest or AiErrorKind.Unsupported or AiErrorKind.ContextWindow => 400,
        AiErrorKind.Authentication => 401,
        AiErrorKind.Permission or AiErrorKind.PolicyRefused => 403,
        AiErrorKind.ModelNotFound or AiErrorKind.NotFound => 404,
        AiErrorKind.TooLarge => 413,
        AiErrorKind.RateLimited or AiErrorKind.BudgetExceeded => 429,
        AiErrorKind.VendorFailed => 502,
        AiErrorKind.Overloaded or AiErrorKind.Unavailable => 503,
        AiErrorKind.Timeout => 504,
        _ => 500,
    };

    /// <summary>The type; requests and tokens are told apart by the code behind a rate limit at OpenAI, which the gateway does not repeat.</summary>
    public static string TypeOf(AiErrorKind kind) => kind switch
    {
        AiErrorKind.RateLimited => "requests",
        AiErrorKind.BudgetExceeded => "insufficient_quota",
        AiErrorKind.VendorFailed or AiErrorKind.Overloaded or AiErrorKind.Unavailable or AiErrorKind.Timeout or AiErrorKind.Internal => "server_error",
        _ => "invalid_request_error",
    };

    /// <summary>The code: fixed where clients look for it, else the one that was given.</summary>
    public static string? CodeOf(AiError error) => error.Kind switch
    {
        AiErrorKind.Authentication => "invalid_api_key",
        AiErrorKind.Permission => "permission_denied",
        AiErrorKind.PolicyRefused => "policy_refused",
        AiErrorKind.ModelNotFound => "model_not_found",
        AiErrorKind.NotFound => "not_found",
        AiErrorKind.TooLarge => "request_too_large",
        AiErrorKind.ContextWindow => "context_length_exceeded",
        AiErrorKind.RateLimited => "rate_limit_exceeded",
        AiErrorKind.BudgetExceeded => "insufficient_quota",
        AiErrorKind.Unsupported => error.Code ?? "unsupported_parameter",
        AiErrorKind.Overloaded => "overloaded",
        AiErrorKind.Unavailable => "service_unavailable",
        AiErrorKind.Timeout => "timeout",
        AiErrorKind.VendorFailed or AiErrorKind.Internal => "server_error",
        _ => error.Code,
    };
}
