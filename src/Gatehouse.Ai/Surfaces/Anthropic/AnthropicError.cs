using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Errors in Anthropic's words: <c>{"type":"error","error":{"type","message"},"request_id"}</c>.</summary>
internal static class AnthropicError
{
    /// <summary>Status and type of an error; 529 is Anthropic's own for "overloaded".</summary>
    public static (int Status, string Type) Of(AiErrorKind kind) => kind switch
    {
        AiErrorKind.InvalidRequest or AiErrorKind.Unsupported or AiErrorKind.ContextWindow => (400, "invalid_request_error"),
        AiErrorKind.Authentication => (401, "authentication_error"),
        AiErrorKind.Permission or AiErrorKind.PolicyRefused => (403, "permission_error"),
        AiErrorKind.ModelNotFound or AiErrorKind.NotFound => (404, "not_found_error"),
        AiErrorKind.TooLarge => (413, "request_too_large"),
        AiErrorKind.RateLimited or AiErrorKind.BudgetExceeded => (429, "rate_limit_error"),
        AiErrorKind.Overloaded => (529, "overloaded_error"),
        AiErrorKind.VendorFailed => (502, "api_error"),
        AiErrorKind.Timeout => (504, "timeout_error"),
        AiErrorKind.Unavailable => (503, "api_error"),
        _ => (500, "api_error"),
    };

    public static void Write(Utf8JsonWriter json, AiError error, string requestId)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "error"u8);
        json.WriteStartObject("error"u8);
        json.WriteString("type"u8, Of(error.Kind).Type);
        json.WriteString("message"u8, MessageOf(error));
        json.WriteEndObject();
        json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
        json.Flush();
    }

    // The dialect has no field for the path; its own messages begin with it.
    private static string MessageOf(AiError error)
        => error.Field is null || error.Message.Contains(error.Field, StringComparison.Ordinal) ? error.Message : $"{error.Field}: {error.Message}";
}
