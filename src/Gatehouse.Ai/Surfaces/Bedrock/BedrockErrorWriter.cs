using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;
using Gatehouse.Protocols.Aws.EventStream;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>
/// Errors as Bedrock says them: the name in <c>x-amzn-errortype</c>, the message in the body. AWS's SDKs decide by name and status whether to try
/// again; <c>x-should-retry</c> is for other clients.
/// </summary>
internal static class BedrockErrorWriter
{
    /// <summary>Where AWS's libraries look for the id of a request.</summary>
    public static readonly HeaderName RequestId = new("x-amzn-requestid");

    private static readonly HeaderName ContentType = new("content-type");
    private static readonly HeaderName ErrorType = new("x-amzn-errortype");
    private static readonly HeaderName RetryAfter = new("retry-after");
    private static readonly HeaderName ShouldRetry = new("x-should-retry");

    private static readonly EventStreamHeaderBlock Validation = EventStreamHeaderBlock.OfException("validationException");
    private static readonly EventStreamHeaderBlock Throttling = EventStreamHeaderBlock.OfException("throttlingException");
    private static readonly EventStreamHeaderBlock Unavailable = EventStreamHeaderBlock.OfException("serviceUnavailableException");
    private static readonly EventStreamHeaderBlock ModelStream = EventStreamHeaderBlock.OfException("modelStreamErrorException");
    private static readonly EventStreamHeaderBlock Internal = EventStreamHeaderBlock.OfException("internalServerException");

    /// <summary>Writes an error instead of an answer; the status.</summary>
    public static int Write(AiError error, string requestId, HeaderMap headers, IBufferWriter<byte> output)
    {
        var (status, name) = NameOf(error);
        headers.Set(ContentType, "application/json");
        headers.Set(ErrorType, name);
        headers.Set(RequestId, requestId);
        if (error.RetryAfter is { } wait)
        {
            headers.Set(RetryAfter, Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture));
        }

        if (error.ShouldRetry is { } should)
        {
            headers.Set(ShouldRetry, should ? "true" : "false");
        }

        using var json = new Utf8JsonWriter(output, ConverseWords.Plain);
        json.WriteStartObject();
        json.WriteString("message", error.Message);
        json.WriteEndObject();
        return status;
    }

    /// <summary>An error inside a stream: headers of the exception, and what its message says.</summary>
    public static (EventStreamHeaderBlock Headers, string Message) EventOf(AiError error) => (error.Kind switch
    {
        AiErrorKind.RateLimited or AiErrorKind.BudgetExceeded => Throttling,
        AiErrorKind.Overloaded or AiErrorKind.Unavailable => Unavailable,
        AiErrorKind.VendorFailed or AiErrorKind.Timeout => ModelStream,
        AiErrorKind.Internal => Internal,
        _ => Validation,
    }, error.Message);

    private static (int Status, string Name) NameOf(AiError error) => error.Kind switch
    {
        AiErrorKind.InvalidRequest or AiErrorKind.Unsupported or AiErrorKind.ContextWindow => (400, "ValidationException"),
        AiErrorKind.Authentication => (403, error.Code?.EndsWith("Exception", StringComparison.Ordinal) == true ? error.Code : "UnrecognizedClientException"),
        AiErrorKind.Permission or AiErrorKind.PolicyRefused => (403, "AccessDeniedException"),
        AiErrorKind.ModelNotFound => (404, "ResourceNotFoundException"),
        AiErrorKind.NotFound => (404, "UnknownOperationException"),
        AiErrorKind.TooLarge => (413, "RequestEntityTooLargeException"),
        AiErrorKind.RateLimited => (429, "ThrottlingException"),
        // A budget does not come back by waiting: the SDKs try throttling again, and not this.
        AiErrorKind.BudgetExceeded => (400, "ServiceQuotaExceededException"),
        AiErrorKind.Overloaded or AiErrorKind.Unavailable => (503, "ServiceUnavailableException"),
        AiErrorKind.VendorFailed => (424, "ModelErrorException"),
        AiErrorKind.Timeout => (408, "ModelTimeoutException"),
        _ => (500, "InternalServerException"),
    };
}
