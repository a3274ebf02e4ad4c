using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary>
/// The gateway's own small API, for whoever has no SDK: <c>POST /chat</c> and what there is to know (<c>/providers</c>, <c>/settings</c>,
/// <c>/config</c>, <c>/health</c>, <c>/redis-test</c>). Errors are problem details (RFC 9457).
/// </summary>
internal sealed class OwnSurface : Surface
{
    /// <summary>Nothing is escaped that JSON lets stand.</summary>
    internal static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public OwnSurface() => Endpoints =
    [
        new OwnChatEndpoint(this),
        new ProvidersEndpoint(this),
        new SettingsEndpoint(this),
        new ConfigEndpoint(this),
        new HealthEndpoint(this),
        new RedisTestEndpoint(this),
    ];

    /// <inheritdoc/>
    public override Dialect Dialect => Dialect.Own;

    /// <inheritdoc/>
    public override string Name => "own";

    /// <inheritdoc/>
    public override IReadOnlyList<Endpoint> Endpoints { get; }

    /// <inheritdoc/>
    public override int WriteError(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output)
    {
        int status = StatusOf(error.Kind);
        headers.Set(HeaderNames.ContentType, "application/problem+json"u8);
        if (error.RetryAfter is { } pause)
        {
            headers.Set(HeaderNames.RetryAfter, Math.Max(1, (long)Math.Ceiling(pause.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        }

        using var json = new Utf8JsonWriter(output, WriterOptions);
        json.WriteStartObject();
        json.WriteString("type"u8, "about:blank"u8);
        json.WriteString("title"u8, TitleOf(error.Kind));
        json.WriteNumber("status"u8, status);
        json.WriteString("detail"u8, error.Message);
        json.WriteString("code"u8, JsonNamingPolicy.SnakeCaseLower.ConvertName(error.Kind.ToString()));
        if (error.Field is { } field)
        {
            json.WriteString("field"u8, field);
        }

        json.WriteString("request_id"u8, requestId);
        json.WriteEndObject();
        return status;
    }

    /// <summary>The status of an error.</summary>
    public static int StatusOf(AiErrorKind kind) => kind switch
    {
        AiErrorKind.Authentication => 401,
        AiErrorKind.Permission or AiErrorKind.PolicyRefused => 403,
        AiErrorKind.ModelNotFound or AiErrorKind.NotFound => 404,
        AiErrorKind.TooLarge => 413,
        AiErrorKind.RateLimited or AiErrorKind.BudgetExceeded => 429,
        AiErrorKind.Overloaded or AiErrorKind.Unavailable => 503,
        AiErrorKind.VendorFailed => 502,
        AiErrorKind.Timeout => 504,
        AiErrorKind.Internal => 500,
        _ => 400,
    };

    private static string TitleOf(AiErrorKind kind) => kind switch
    {
        AiErrorKind.PolicyRefused => "Refused by policy",
        AiErrorKind.ModelNotFound => "Model not found",
        AiErrorKind.BudgetExceeded => "Budget exceeded",
        AiErrorKind.RateLimited => "Too many requests",
        AiErrorKind.VendorFailed => "Provider failed",
        AiErrorKind.Unavailable => "No provider available",
        AiErrorKind.Timeout => "Provider took too long",
        AiErrorKind.Authentication => "Unauthorized",
        AiErrorKind.Internal => "Internal error",
        _ => "Bad request",
    };
}
