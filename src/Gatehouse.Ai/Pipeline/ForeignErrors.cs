using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Pipeline;

/// <summary>Tells errors that others made (an authentication plugin, the road) in a client's dialect.</summary>
internal static class ForeignErrors
{
    /// <summary>Replaces the body of an error that is about to be sent; the challenge stays, and the status but for a 401 that the dialect has no word for.</summary>
    public static void Retell(Exchange exchange, Surface surface)
    {
        var response = exchange.Response;
        int status = response.Status;
        var error = new AiError(KindOf(status), exchange.Answer.Message ?? TextOf(status))
        {
            RetryAfter = response.Headers.TryGet(HeaderNames.RetryAfter, out var value) && Utf8Parser.TryParse(value, out int seconds, out _)
                ? TimeSpan.FromSeconds(seconds)
                : null,
        };
        var output = new ArrayBufferWriter<byte>();
        int dialects = surface.WriteError(error, Encoding.ASCII.GetString(exchange.RequestId), response.Headers, output);
        // AWS answers whom it does not know with 403, and its libraries know no 401.
        response.Status = status == 401 ? dialects : status;
        response.Body = output.WrittenMemory;
        response.ContentLength = output.WrittenCount;
    }

    private static AiErrorKind KindOf(int status) => status switch
    {
        401 or 407 => AiErrorKind.Authentication,
        403 => AiErrorKind.Permission,
        404 or 405 => AiErrorKind.NotFound,
        413 or 417 => AiErrorKind.TooLarge,
        429 => AiErrorKind.RateLimited,
        503 => AiErrorKind.Overloaded,
        504 => AiErrorKind.Timeout,
        >= 500 => AiErrorKind.Internal,
        _ => AiErrorKind.InvalidRequest,
    };

    private static string TextOf(int status) => status switch
    {
        401 => "Unauthorized",
        403 => "Forbidden",
        429 => "Too many requests",
        _ => "The request was refused",
    };
}
