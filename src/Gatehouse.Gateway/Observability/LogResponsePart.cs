using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Observability;

/// <summary>The <c>response</c> object of a log entry.</summary>
internal static class LogResponsePart
{
    /// <summary>Writes <c>"response":{…},</c>.</summary>
    public static void Write(JsonLine line, Exchange exchange, LogContent content)
    {
        line.Raw("\"response\":{\"status\":"u8);
        line.Number(exchange.Response.Status);
        if (content == LogContent.Full)
        {
            line.Raw(",\"headers\":"u8);
            LogHeaders.Write(line, exchange.Response.Headers, exchange.SecretNames);
        }

        line.Raw(",\"size\":"u8);
        line.Number(exchange.Downstream.BytesSent);
        line.Raw("},"u8);
    }
}
