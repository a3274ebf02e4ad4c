using System.Buffers.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Pipeline;

/// <summary>
/// The head of every answer on its way out, the upstream's and our own: plugins in order, then the fields the gateway adds
/// (facts: Kong §7.2).
/// </summary>
internal static class ResponseHeadStage
{
    private static readonly HeaderName RouteId = new("Kong-Route-Id");
    private static readonly HeaderName RouteName = new("Kong-Route-Name");
    private static readonly HeaderName ServiceId = new("Kong-Service-Id");
    private static readonly HeaderName ServiceName = new("Kong-Service-Name");

    /// <summary>Completes <see cref="Core.Exchanges.Exchange.Response"/>.</summary>
    public static void Run(ProxyExchange exchange, bool fromUpstream)
    {
        var settings = exchange.Settings;
        var headers = exchange.Response.Headers;
        foreach (var instance in exchange.Chain.ResponseHead)
        {
            instance.Plugin.OnResponseHead(exchange);
        }

        if (fromUpstream)
        {
            AddOfUpstream(exchange, settings, headers);
        }
        else
        {
            AddOfOurOwn(exchange, settings, headers);
        }

        if (settings.SendsRequestIdDownstream)
        {
            headers.Set(HeaderNames.XKongRequestId, exchange.RequestId);
        }

        if (settings.AllowDebugHeader)
        {
            AddDebug(exchange, headers);
        }
    }

    private static void AddOfUpstream(ProxyExchange exchange, GatewaySettings settings, HeaderMap headers)
    {
        exchange.AddBalancerCookie(headers);
        if (settings.SendsUpstreamLatency)
        {
            AddNumber(headers, HeaderNames.XKongUpstreamLatency, UpstreamLatency(exchange));
        }

        if (settings.SendsProxyLatency)
        {
            AddNumber(headers, HeaderNames.XKongProxyLatency, ProxyLatency(exchange));
        }

        if (settings.SendsVia)
        {
            AppendVia(exchange);
        }

        if (settings.SendsUpstreamStatus)
        {
            AddNumber(headers, HeaderNames.XKongUpstreamStatus, exchange.UpstreamStatus);
        }
    }

    private static void AddOfOurOwn(ProxyExchange exchange, GatewaySettings settings, HeaderMap headers)
    {
        if (settings.SendsResponseLatency)
        {
            AddNumber(headers, HeaderNames.XKongResponseLatency, Since(exchange, exchange.Timings.Started));
        }

        if (settings.SendsServer)
        {
            headers.Set(HeaderNames.Server, ProductTokens.Server);
        }
    }

    /// <summary>Milliseconds the upstream took to begin its answer.</summary>
    private static long UpstreamLatency(ProxyExchange exchange)
        => Between(exchange, exchange.Timings.AccessDone, exchange.Timings.UpstreamHead);

    /// <summary>Milliseconds the gateway took before it turned to the upstream.</summary>
    private static long ProxyLatency(ProxyExchange exchange)
        => Between(exchange, exchange.Timings.Started, exchange.Timings.AccessDone);

    private static long Since(ProxyExchange exchange, long start)
        => Between(exchange, start, exchange.Snapshot.Time.GetTimestamp());

    private static long Between(ProxyExchange exchange, long from, long to)
        => from == 0 || to <= from ? 0 : (to - from) * 1000 / exchange.Snapshot.Time.TimestampFrequency;

    private static void AddNumber(HeaderMap headers, HeaderName name, long value)
    {
        Span<byte> text = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, text, out int written);
        headers.Set(name, text[..written]);
    }

    private static void AppendVia(ProxyExchange exchange)
    {
        var headers = exchange.Response.Headers;
        if (!headers.Contains(HeaderNames.Via))
        {
            headers.Add(HeaderNames.Via, ProductTokens.ViaOf(11));
            return;
        }

        var scratch = exchange.Scratch;
        scratch.Clear();
        foreach (var field in headers.Values(HeaderNames.Via))
        {
            scratch.Write(field.Value);
            scratch.Write(", "u8);
        }

        scratch.Write(ProductTokens.ViaOf(11));
        headers.Set(HeaderNames.Via, scratch.Written);
    }

    private static void AddDebug(ProxyExchange exchange, HeaderMap headers)
    {
        if (!exchange.Request.Headers.TryGet(HeaderNames.KongDebug, out var wanted) || !wanted.SequenceEqual("1"u8))
        {
            return;
        }

        Add(headers, RouteId, exchange.Route?.Id);
        Add(headers, RouteName, exchange.Route?.Name);
        Add(headers, ServiceId, exchange.Service?.Id);
        Add(headers, ServiceName, exchange.Service?.Name);
    }

    private static void Add(HeaderMap headers, HeaderName name, string? value)
    {
        if (value is not null)
        {
            headers.Set(name, value);
        }
    }
}
