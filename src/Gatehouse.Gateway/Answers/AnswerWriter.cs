using System.Text;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Answers;

/// <summary>Turns an answer of the gateway into a response: status, header fields, body. Costs one array, the body.</summary>
public sealed class AnswerWriter
{
    [ThreadStatic]
    private static byte[]? _scratch;

    private readonly AnswerKind _defaultKind;
    private readonly byte[]? _server;

    /// <summary>Creates a writer; throws when <c>error_default_type</c> is none of the four.</summary>
    public AnswerWriter(AnswerOptions options)
    {
        _defaultKind = options.ErrorDefaultType switch
        {
            "text/plain" => AnswerKind.Plain,
            "text/html" => AnswerKind.Html,
            "application/json" => AnswerKind.Json,
            "application/xml" => AnswerKind.Xml,
            var other => throw new ArgumentException($"error_default_type '{other}' is not a representation we have", nameof(options)),
        };
        _server = options.Server is { } server ? Encoding.ASCII.GetBytes(server) : null;
    }

    /// <summary>Writes <see cref="Exchange.Answer"/> into <see cref="Exchange.Response"/>; header fields already there are kept.</summary>
    public void Write(Exchange exchange)
    {
        ref readonly var answer = ref exchange.Answer;
        if (!answer.IsVerbatim)
        {
            Write(
                exchange.Request,
                exchange.Response,
                answer.Status,
                answer.Message,
                exchange.RequestId,
                IsTransportError(exchange.Rejection));
            return;
        }

        var response = exchange.Response;
        response.Status = answer.Status;
        if (answer.ContentType is { } contentType)
        {
            response.Headers.Set(HeaderNames.ContentType, contentType);
        }

        response.Body = answer.Body;
        response.ContentLength = answer.Stream is null ? answer.Body.Length : null;
        SetServer(response);
    }

    /// <summary>
    /// Writes a message in the representation that the request asks for. <paramref name="message"/> null = the standard text.
    /// <paramref name="isTransportError"/>: without <c>Accept</c>, use the request's type or <c>error_default_type</c> instead
    /// of JSON.
    /// </summary>
    public void Write(
        RequestMessage request,
        ResponseMessage response,
        int status,
        string? message,
        ReadOnlySpan<byte> requestId,
        bool isTransportError)
    {
        message ??= AnswerText.Of(status);
        SetServer(response);
        var kind = KindFor(request, isTransportError);
        if (kind == AnswerKind.Grpc)
        {
            GrpcAnswer.Write(response, status, Encoding.UTF8.GetBytes(message));
            return;
        }

        response.Status = status;
        response.Headers.Set(HeaderNames.ContentType, AnswerTemplates.ContentTypeOf(kind));
        byte[] body = Render(kind, message, requestId);
        response.Body = body;
        response.ContentLength = body.Length;
    }

    /// <summary>Whether a reason is one of the transport (nginx's error pages in Kong) and not of router or plugins.</summary>
    public static bool IsTransportError(RejectionReason reason)
        => reason is not RejectionReason.None
            and (< RejectionReason.MisdirectedRequest
                or >= RejectionReason.UpstreamConnectFailed);

    private static byte[] Render(AnswerKind kind, string message, ReadOnlySpan<byte> requestId)
    {
        var head = AnswerTemplates.HeadOf(kind);
        var middle = AnswerTemplates.MiddleOf(kind);
        var tail = AnswerTemplates.TailOf(kind);
        int messageBytes = Encoding.UTF8.GetMaxByteCount(message.Length);
        int most = head.Length + middle.Length + tail.Length + requestId.Length + (messageBytes * (1 + AnswerEscaping.MaxGrowth));
        byte[] scratch = _scratch is { } kept && kept.Length >= most ? kept : new byte[most];
        if (most <= 16 * 1024)
        {
            _scratch = scratch;
        }

        // The raw message goes to the end of the scratch, the document grows from its beginning.
        var raw = scratch.AsSpan(scratch.Length - messageBytes);
        raw = raw[..Encoding.UTF8.GetBytes(message, raw)];
        head.CopyTo(scratch);
        int length = head.Length;
        length += AnswerEscaping.Escape(kind, raw, scratch.AsSpan(length));
        length += Append(scratch, length, middle);
        length += Append(scratch, length, requestId);
        length += Append(scratch, length, tail);
        return scratch.AsSpan(0, length).ToArray();
    }

    private static int Append(byte[] scratch, int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(scratch.AsSpan(at));
        return bytes.Length;
    }

    private AnswerKind KindFor(RequestMessage request, bool isTransportError)
    {
        var headers = request.Headers;

        // gRPC exists on HTTP/2 only: over HTTP/1.x nobody would read grpc-status, and Kong's 426 would be lost behind a 200.
        if (request.Version >= 20 && AnswerNegotiation.IsGrpc(headers))
        {
            return AnswerKind.Grpc;
        }

        if (AnswerNegotiation.FromAccept(headers) is { } accepted)
        {
            return accepted;
        }

        if (!isTransportError)
        {
            return AnswerKind.Json;
        }

        return headers.TryGet(HeaderNames.ContentType, out var type) ? AnswerNegotiation.FromAccept(type) : _defaultKind;
    }

    private void SetServer(ResponseMessage response)
    {
        if (_server is not null)
        {
            response.Headers.Set(HeaderNames.Server, _server);
        }
    }
}
