using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Answers;

/// <summary>
/// Trailers-only gRPC answers: HTTP status 200, <c>grpc-status</c> and <c>grpc-message</c> in the head, no body
/// (gRPC over HTTP/2, "Responses").
/// </summary>
internal static class GrpcAnswer
{
    private static readonly HeaderName Status = new("grpc-status");
    private static readonly HeaderName Message = new("grpc-message");

    /// <summary>Fills the response for an HTTP status and a message (UTF-8).</summary>
    public static void Write(ResponseMessage response, int status, ReadOnlySpan<byte> message)
    {
        response.Status = 200;
        response.Headers.Set(HeaderNames.ContentType, AnswerTemplates.ContentTypeOf(AnswerKind.Grpc));
        response.Headers.Set(Status, CodeOf(status));
        response.Headers.Set(Message, PercentEncode(message));
        response.Body = default;
        response.ContentLength = 0;
    }

    /// <summary>gRPC status code of an HTTP status: Kong's table, with gRPC's own mapping where Kong has none.</summary>
    public static ReadOnlySpan<byte> CodeOf(int status) => status switch
    {
        >= 200 and < 300 => "0"u8,
        400 => "3"u8,
        401 => "16"u8,
        403 => "7"u8,
        404 => "5"u8,
        408 or 504 => "4"u8,
        409 => "6"u8,
        413 or 429 or 431 => "8"u8,
        499 => "1"u8,
        500 => "13"u8,
        501 => "12"u8,
        502 or 503 => "14"u8,
        _ => "2"u8,
    };

    private static byte[] PercentEncode(ReadOnlySpan<byte> message)
    {
        var text = new StringBuilder(message.Length);
        foreach (byte b in message)
        {
            _ = b is >= 0x20 and <= 0x7e and not (byte)'%' ? text.Append((char)b) : text.Append($"%{(int)b:X2}");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
