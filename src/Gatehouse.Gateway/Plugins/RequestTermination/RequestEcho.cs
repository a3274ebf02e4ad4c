using System.Text;
using System.Text.Json;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Observability;

namespace Gatehouse.Gateway.Plugins.RequestTermination;

/// <summary>Renders a request as the JSON that <c>echo</c> answers with. For debugging: it allocates.</summary>
internal static class RequestEcho
{
    /// <summary>Largest body that is echoed, bytes; of a larger one nothing is.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Reads the request body; null when it is too large or the client failed.</summary>
    public static async ValueTask<byte[]?> ReadBodyAsync(Exchange exchange)
    {
        if (exchange.Downstream.IsRequestBodyComplete || exchange.Request.ContentLength > MaxBodyBytes)
        {
            return exchange.Downstream.IsRequestBodyComplete ? [] : null;
        }

        byte[] buffer = new byte[MaxBodyBytes + 1];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await exchange.Downstream.ReadBodyAsync(buffer.AsMemory(length));
            if (read <= 0)
            {
                return read < 0 ? null : buffer[..length];
            }

            length += read;
        }

        return null;
    }

    /// <summary>Renders the answer.</summary>
    public static byte[] Render(Exchange exchange, string? message, byte[]? body)
    {
        var request = exchange.Request;
        var line = JsonLine.Rent();
        line.Raw("{"u8);
        if (message is not null)
        {
            line.Raw("\"message\":"u8);
            line.String(message);
            line.Raw(","u8);
        }

        line.Raw("\"kong\":{\"hostname\":"u8);
        line.String(Environment.MachineName);
        line.Raw(",\"worker_pid\":"u8);
        line.Number(Environment.ProcessId);
        line.Raw("},\"request\":{\"method\":"u8);
        line.String(request.Method.Bytes);
        line.Raw(exchange.Connection.IsTls ? ",\"scheme\":\"https\""u8 : ",\"scheme\":\"http\""u8);
        line.Raw(",\"host\":"u8);
        line.String(LogRequestPart.HostOf(request.Authority));
        line.Raw(",\"port\":"u8);
        line.Number(exchange.Connection.LocalPort);
        line.Raw(",\"path\":"u8);
        line.String(request.Path);
        line.Raw(",\"headers\":"u8);
        LogHeaders.Write(line, request.Headers, secrets: null);
        line.Raw(",\"query\":"u8);
        LogQuery.Write(line, request.Query, secrets: null);
        WriteBody(line, request.Headers, body);
        line.Raw("}"u8);
        WriteEntities(line, exchange);
        line.Raw("}"u8);
        return line.Written.ToArray();
    }

    private static void WriteBody(JsonLine line, HeaderMap headers, byte[]? body)
    {
        if (body is not { Length: > 0 })
        {
            return;
        }

        line.Raw(",\"raw_body\":"u8);
        line.String(body);
        headers.TryGet(HeaderNames.ContentType, out var type);
        if (Is(type, "application/json"u8) && IsJson(body))
        {
            line.Raw(",\"body\":"u8);
            line.Raw(body);
        }
        else if (Is(type, "application/x-www-form-urlencoded"u8))
        {
            line.Raw(",\"body\":"u8);
            LogQuery.Write(line, body, secrets: null);
        }
    }

    private static void WriteEntities(JsonLine line, Exchange exchange)
    {
        if (exchange.Route is { } route)
        {
            line.Raw(",\"matched_route\":"u8);
            line.Raw(EntityFragments.Of(route));
        }

        if (exchange.Service is { } service)
        {
            line.Raw(",\"matched_service\":"u8);
            line.Raw(EntityFragments.Of(service));
        }
    }

    private static bool Is(ReadOnlySpan<byte> type, ReadOnlySpan<byte> name)
        => type.Length >= name.Length && Ascii.EqualsIgnoreCase(type[..name.Length], name);

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
