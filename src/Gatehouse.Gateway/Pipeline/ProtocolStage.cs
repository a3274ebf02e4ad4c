using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Routing;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>Answers requests whose route does not take their protocol (Kong: after the match, before any plugin).</summary>
internal static class ProtocolStage
{
    private static readonly HeaderName GrpcStatus = new("grpc-status");
    private static readonly HeaderName GrpcMessage = new("grpc-message");

    /// <summary>Whether the request goes on; otherwise it is answered.</summary>
    public static bool Admits(ProxyExchange exchange)
    {
        exchange.Request.Headers.TryGet(HeaderNames.ContentType, out var contentType);
        var verdict = ProtocolGate.Check(exchange.Match.Route!, exchange.IsHttps, exchange.Request.Version, contentType);
        switch (verdict)
        {
            case ProtocolVerdict.Allowed:
                return true;
            case ProtocolVerdict.HttpsRequired:
                Upgrade(exchange, ProtocolGate.HttpsUpgrade);
                Refuse(exchange, RejectionReason.HttpsRequired, 426, ProtocolGate.HttpsMessage);
                return false;
            case ProtocolVerdict.RedirectToHttps:
                Redirect(exchange);
                return false;
            case ProtocolVerdict.Http2Required:
                Upgrade(exchange, ProtocolGate.Http2Upgrade);
                Refuse(exchange, RejectionReason.GrpcRequired, 426, ProtocolGate.Http2Message);
                return false;
            case ProtocolVerdict.GrpcRequired:
                Refuse(exchange, RejectionReason.GrpcRequired, 415, ProtocolGate.GrpcMessage);
                return false;
            default:
                exchange.Rejection = RejectionReason.HttpsRequired;
                exchange.Response.Headers.Set(GrpcStatus, "1"u8);
                exchange.Response.Headers.Set(GrpcMessage, ProtocolGate.GrpcsMessage);
                exchange.Respond(200, "application/grpc", default);
                return false;
        }
    }

    private static void Redirect(ProxyExchange exchange)
    {
        var request = exchange.Request;
        var host = exchange.Connection.IsTrusted && request.Headers.TryGet(HeaderNames.XForwardedHost, out var forwarded)
            ? forwarded
            : request.Authority;
        exchange.Rejection = RejectionReason.HttpsRequired;
        exchange.Response.Headers.Set(
            HeaderNames.Location, ProtocolGate.Location(host, request.RawPath, request.HasQuery, request.Query));
        exchange.Respond(exchange.Route!.HttpsRedirectStatusCode, null, default);
    }

    private static void Upgrade(ProxyExchange exchange, string protocols)
    {
        exchange.Response.Headers.Set(HeaderNames.Connection, "Upgrade"u8);
        exchange.Response.Headers.Set(HeaderNames.Upgrade, protocols);
    }

    private static void Refuse(ProxyExchange exchange, RejectionReason reason, int status, string message)
    {
        exchange.Rejection = reason;
        exchange.Respond(status, message);
    }
}
