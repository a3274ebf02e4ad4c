using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>
/// What an error of the vendor means to the client. The vendor's own words are passed on only where they speak of the client's request: what
/// concerns the gateway's account or credential gets words of the gateway, because the vendor's may name keys and organisations.
/// </summary>
internal static class OpenAiErrorReader
{
    private const int MaxMessage = 1000;

    private static readonly string[] Tells = ["sk-", "Bearer ", "api key", "api-key", "api_key", "apikey", "org-", "proj_"];

    /// <summary>Reads an answer other than 2xx.</summary>
    public static AiError Read(int status, HeaderMap headers, ReadOnlySpan<byte> body)
    {
        var error = ToError(status, ReadBody(body));
        return error.Kind is AiErrorKind.RateLimited or AiErrorKind.Overloaded or AiErrorKind.VendorFailed or AiErrorKind.Timeout
            ? error with { RetryAfter = OpenAiLimitHeaders.RetryAfter(headers) }
            : error;
    }

    /// <summary>Reads the value of <c>error</c> inside a stream, or an answer with status 200 that is one.</summary>
    public static AiError Read(JsonElement error)
    {
        var said = ReadElement(error);
        return ToError(said.Status is >= 400 and < 600 ? said.Status : 0, said) with { VendorStatus = 200 };
    }

    private static AiError ToError(int status, in Said said)
    {
        var kind = KindOf(status, said);
        return new AiError(kind, Message(kind, status, said))
        {
            Field = kind is AiErrorKind.InvalidRequest ? said.Param : null,
            Code = said.Code ?? said.Type,
            VendorStatus = status,
            ShouldRetry = IsQuota(said) ? false : null,
        };
    }

    private static AiErrorKind KindOf(int status, in Said said)
    {
        if (IsQuota(said))
        {
            return AiErrorKind.VendorFailed;
        }

        if (IsContextWindow(said))
        {
            return AiErrorKind.ContextWindow;
        }

        return status switch
        {
            400 or 405 or 415 or 422 => AiErrorKind.InvalidRequest,
            404 => IsModel(said) ? AiErrorKind.ModelNotFound : AiErrorKind.VendorFailed,
            408 or 504 => AiErrorKind.Timeout,
            413 => AiErrorKind.TooLarge,
            429 => AiErrorKind.RateLimited,
            // 498: Groq's flex capacity; 529: vendors in front of Anthropic.
            498 or 503 or 529 => AiErrorKind.Overloaded,
            0 => KindOf(said),
            _ => AiErrorKind.VendorFailed,
        };
    }

    private static AiErrorKind KindOf(in Said said) => (said.Code ?? said.Type) switch
    {
        "rate_limit_exceeded" or "rate_limit_error" or "tokens" or "requests" => AiErrorKind.RateLimited,
        "overloaded" or "overloaded_error" or "engine_overloaded" => AiErrorKind.Overloaded,
        "timeout" or "timeout_error" => AiErrorKind.Timeout,
        _ => said.Type is "invalid_request_error" or "BadRequestError" ? AiErrorKind.InvalidRequest : AiErrorKind.VendorFailed,
    };

    private static bool IsQuota(in Said said) => said.Code is "insufficient_quota" or "billing_hard_limit_reached" or "billing_not_active" || said.Type is "insufficient_quota";

    private static bool IsContextWindow(in Said said)
        => said.Code is "context_length_exceeded" or "string_above_max_length"
            || (said.Message is { } message && (message.Contains("maximum context length", StringComparison.OrdinalIgnoreCase) || message.Contains("exceeds the available context size", StringComparison.OrdinalIgnoreCase)));

    private static bool IsModel(in Said said)
        => said.Code is "model_not_found" or "DeploymentNotFound"
            || (said.Message is { } message && message.Contains("model", StringComparison.OrdinalIgnoreCase) && (message.Contains("not exist", StringComparison.OrdinalIgnoreCase) || message.Contains("not found", StringComparison.OrdinalIgnoreCase)));

    private static string Message(AiErrorKind kind, int status, in Said said) => kind switch
    {
        AiErrorKind.InvalidRequest or AiErrorKind.ContextWindow or AiErrorKind.TooLarge => Clean(said.Message) ?? "The provider does not accept the request.",
        AiErrorKind.ModelNotFound => "The provider does not have this model.",
        AiErrorKind.RateLimited => "The provider's rate limit is reached.",
        AiErrorKind.Overloaded => "The provider is overloaded.",
        AiErrorKind.Timeout => "The provider took too long.",
        _ when IsQuota(said) => "The gateway's account at the provider is used up.",
        _ when status is 401 or 403 => "The provider does not accept the gateway's credential.",
        _ => "The provider failed.",
    };

    /// <summary>The vendor's words, bounded and on one line; null where they may hold what is not the client's to know.</summary>
    private static string? Clean(string? message)
    {
        if (string.IsNullOrWhiteSpace(message) || Array.Exists(Tells, t => message.Contains(t, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var text = new StringBuilder(message, 0, Math.Min(message.Length, MaxMessage), MaxMessage);
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = char.IsControl(text[i]) ? ' ' : text[i];
        }

        return text.ToString();
    }

    private static Said ReadBody(ReadOnlySpan<byte> body)
    {
        try
        {
            var root = JsonElement.Parse(body);
            // Mistral and others wrap it in an array once in a while.
            root = root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0 ? root[0] : root;
            return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error) ? ReadElement(error) : ReadElement(root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static Said ReadElement(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => new Said(error.GetString(), null, null, null, 0),
        JsonValueKind.Object => new Said(Text(error, "message"), Text(error, "type"), Text(error, "code"), Text(error, "param"), Status(error)),
        _ => default,
    };

    private static string? Text(JsonElement error, string name)
        => error.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static int Status(JsonElement error)
    {
        foreach (var name in (ReadOnlySpan<string>)["code", "status", "status_code"])
        {
            if (error.TryGetProperty(name, out var value)
                && (value.ValueKind == JsonValueKind.Number ? value.TryGetInt32(out int status) : int.TryParse(value.ValueKind == JsonValueKind.String ? value.GetString() : null, NumberStyles.None, CultureInfo.InvariantCulture, out status)))
            {
                return status;
            }
        }

        return 0;
    }

    private readonly record struct Said(string? Message, string? Type, string? Code, string? Param, int Status);
}
