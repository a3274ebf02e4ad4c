using Gatehouse.Core.Exchanges;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Certificates;

namespace Gatehouse.Gateway.Observability;

/// <summary>The <c>request</c> object of a log entry.</summary>
internal static class LogRequestPart
{
    /// <summary>Writes <c>{"request":{…},</c>.</summary>
    public static void Write(JsonLine line, Exchange exchange, LogContent content)
    {
        var request = exchange.Request;
        line.Raw("{\"request\":{\"id\":"u8);
        line.String(exchange.RequestId);
        line.Raw(",\"method\":"u8);
        line.String(request.Method.Bytes);
        line.Raw(",\"uri\":"u8);
        line.Raw((byte)'"');
        LogTarget.Write(line, request.RawTarget, exchange.SecretNames);
        line.Raw("\",\"url\":\""u8);
        WriteUrl(line, exchange);
        line.Raw("\",\"querystring\":"u8);
        LogQuery.Write(line, request.Query, exchange.SecretNames);
        if (content == LogContent.Full)
        {
            line.Raw(",\"headers\":"u8);
            LogHeaders.Write(line, request.Headers, exchange.SecretNames);
        }

        line.Raw(",\"size\":"u8);
        line.Number(exchange.Downstream.BytesReceived);
        WriteTls(line, exchange);
        line.Raw("},"u8);
    }

    /// <summary>Host of an authority, without the port.</summary>
    public static ReadOnlySpan<byte> HostOf(ReadOnlySpan<byte> authority) => authority[..HostLength(authority)];

    private static void WriteUrl(JsonLine line, Exchange exchange)
    {
        var authority = exchange.Request.Authority;
        int end = HostLength(authority);
        line.Raw(exchange.Connection.IsTls ? "https://"u8 : "http://"u8);
        line.Text(authority[..end]);
        line.Raw((byte)':');
        if (end < authority.Length - 1)
        {
            line.Text(authority[(end + 1)..]);
        }
        else
        {
            line.Number(exchange.Connection.LocalPort);
        }

        var target = exchange.Request.RawTarget;
        LogTarget.Write(line, target.StartsWith((byte)'/') ? target : exchange.Request.RawPath, exchange.SecretNames);
    }

    private static int HostLength(ReadOnlySpan<byte> authority)
    {
        int colon = authority.LastIndexOf((byte)':');
        return colon < 0 || colon < authority.LastIndexOf((byte)']') ? authority.Length : colon;
    }

    private static void WriteTls(JsonLine line, Exchange exchange)
    {
        var connection = exchange.Connection;
        if (!connection.IsTls)
        {
            return;
        }

        line.Raw(",\"tls\":{\"version\":"u8);
        line.String(connection.TlsVersion);
        line.Raw(",\"cipher\":"u8);
        line.String(connection.TlsCipher);
        line.Raw(exchange.Credential is CertificateCredential or MtlsCredential
            ? ",\"client_verify\":\"SUCCESS\"}"u8
            : ",\"client_verify\":\"NONE\"}"u8);
    }
}
