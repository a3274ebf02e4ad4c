using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Routing;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>Writes the document that Open Policy Agent decides by, with Kong's names. Its memory belongs to the thread.</summary>
internal static class OpaInput
{
    private const int RetainedBytes = 64 * 1024;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _output;

    [ThreadStatic]
    private static Utf8JsonWriter? _json;

    /// <summary>The document about a request. Good until the thread writes another.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="parts">What the document has.</param>
    /// <param name="body">The request body, when it is a part; JSON has been checked.</param>
    /// <param name="leavesOut">Whether the ignored header fields are left out.</param>
    public static ReadOnlySpan<byte> Write(Exchange exchange, OpaInputParts parts, ReadOnlySpan<byte> body, bool leavesOut)
    {
        if (_output is not { Capacity: <= RetainedBytes } output)
        {
            _output = output = new ArrayBufferWriter<byte>(4096);
        }

        output.ResetWrittenCount();
        var json = _json ??= new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.Default, SkipValidation = true });
        json.Reset(output);
        WriteDocument(json, exchange, parts, body, leavesOut);
        json.Flush();
        return output.WrittenSpan;
    }

    private static void WriteDocument(Utf8JsonWriter json, Exchange exchange, OpaInputParts parts, ReadOnlySpan<byte> body, bool leavesOut)
    {
        json.WriteStartObject();
        json.WriteStartObject("input"u8);
        json.WriteStartObject("request"u8);
        json.WriteStartObject("http"u8);
        WriteTarget(json, exchange);
        OpaInputFields.WriteHeaders(json, exchange.Request.Headers, leavesOut ? parts.IgnoredHeaders : []);
        OpaInputFields.WriteQuery(json, exchange.Request.Query);
        WriteTls(json, exchange.Connection);
        WriteBody(json, parts, body);
        if (parts.UriCaptures)
        {
            OpaInputFields.WriteCaptures(json, exchange);
        }

        json.WriteEndObject();
        json.WriteEndObject();
        Span<char> address = stackalloc char[64];
        exchange.ClientAddress.TryFormat(address, out int length);
        json.WriteString("client_ip"u8, address[..length]);
        WriteEntities(json, exchange, parts);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTarget(Utf8JsonWriter json, Exchange exchange)
    {
        var request = exchange.Request;
        var host = HostPort.Split(request.Authority, out int port);
        json.WriteString("method"u8, request.Method.Bytes);
        json.WriteString("scheme"u8, exchange.IsHttps ? "https"u8 : "http"u8);
        json.WritePropertyName("host"u8);
        OpaInputFields.WriteText(json, host);
        json.WriteNumber("port"u8, port >= 0 ? port : exchange.Connection.LocalPort);
        json.WritePropertyName("path"u8);
        OpaInputFields.WriteText(json, request.Path);
    }

    private static void WriteTls(Utf8JsonWriter json, ClientConnection connection)
    {
        if (connection.IsTls)
        {
            json.WriteStartObject("tls"u8);
            json.WriteString("version"u8, connection.TlsVersion);
            json.WriteString("cipher"u8, connection.TlsCipher);
            json.WriteString("sni"u8, connection.ServerName);
            json.WriteEndObject();
        }
    }

    private static void WriteBody(Utf8JsonWriter json, OpaInputParts parts, ReadOnlySpan<byte> body)
    {
        if (parts.Body)
        {
            json.WritePropertyName("body"u8);
            OpaInputFields.WriteText(json, body);
            json.WriteNumber("body_size"u8, body.Length);
        }

        if (parts.ParsedBody && !body.IsEmpty)
        {
            json.WritePropertyName("parsed_body"u8);
            json.WriteRawValue(body, skipInputValidation: true);
        }
    }

    private static void WriteEntities(Utf8JsonWriter json, Exchange exchange, OpaInputParts parts)
    {
        if (parts.Service && exchange.Service is { } service)
        {
            WriteRaw(json, "service"u8, EntityFragments.OfService(exchange, service, LogContent.Full));
        }

        if (parts.Route && exchange.Route is { } route)
        {
            WriteRaw(json, "route"u8, EntityFragments.OfRoute(exchange, route, LogContent.Full));
        }

        if (parts.Consumer && exchange.Consumer is { } consumer)
        {
            WriteRaw(json, "consumer"u8, EntityFragments.Of(consumer));
            json.WriteStartArray("consumer_groups"u8);
            for (int i = 0; i < exchange.ConsumerGroups.Count; i++)
            {
                json.WriteStringValue(exchange.ConsumerGroups[i].Name);
            }

            json.WriteEndArray();
        }

        if (parts.Claims && exchange.Claims is { } claims)
        {
            WriteRaw(json, "claims"u8, claims.Json.Span);
        }
    }

    private static void WriteRaw(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value, skipInputValidation: true);
    }
}
