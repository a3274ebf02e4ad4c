using System.Text;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Flows;

/// <summary>The URL of a request as its client sees it.</summary>
internal static class RequestUrl
{
    /// <summary>Scheme and authority.</summary>
    public static string Origin(Exchange exchange) => $"{(exchange.IsHttps ? "https" : "http")}://{Encoding.ASCII.GetString(exchange.Request.Authority)}";

    /// <summary>Path and query as sent; the path begins with a slash.</summary>
    public static string Target(Exchange exchange)
    {
        string path = Encoding.UTF8.GetString(exchange.Request.RawPath);
        return (path.StartsWith('/') ? path : "/") + (exchange.Request.Query.IsEmpty ? "" : "?" + Encoding.UTF8.GetString(exchange.Request.Query));
    }
}
