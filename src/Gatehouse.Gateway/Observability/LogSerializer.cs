using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Hygiene;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// Formats an exchange as one JSON object with the fields of Kong's log serializer, and a few of ours: <c>request_id</c>,
/// <c>trace_id</c>, <c>rejection</c>, <c>latencies_us</c>. Allocates nothing; entities are copied from <see cref="EntityFragments"/>.
/// </summary>
public sealed class LogSerializer
{
    private static readonly HeaderName TraceParentName = new("traceparent");

    private readonly LogClock _clock;

    /// <param name="time">The clock that the exchange's timings were taken from.</param>
    public LogSerializer(TimeProvider time) => _clock = new LogClock(time);

    /// <summary>
    /// Formats the object, without a line end. The bytes belong to the calling thread until it formats the next one.
    /// </summary>
    public ReadOnlySpan<byte> Format(Exchange exchange, LogContent content)
    {
        var line = JsonLine.Rent();
        var latencies = new RequestLatencies(in exchange.Timings, _clock);
        LogRequestPart.Write(line, exchange, content);
        LogResponsePart.Write(line, exchange, content);
        WriteLatencies(line, in latencies);
        LogTries.Write(line, exchange, _clock);
        WriteUpstream(line, exchange);
        WriteEntities(line, exchange, content);
        line.Raw("\"client_ip\":\""u8);
        line.Address(exchange.ClientAddress);
        line.Raw("\",\"started_at\":"u8);
        line.Number(_clock.UnixMilliseconds(exchange.Timings.Started));
        line.Raw(",\"workspace\":\"0dc6f45b-8f8d-40d2-a504-473544ee190b\",\"workspace_name\":\"default\""u8);
        line.Raw(exchange.IsAnswered || exchange.UpstreamStatus == 0 ? ",\"source\":\"kong\""u8 : ",\"source\":\"upstream\""u8);
        WriteOwnFields(line, exchange);
        line.Raw((byte)'}');
        return line.Written;
    }

    private static void WriteLatencies(JsonLine line, in RequestLatencies latencies)
    {
        line.Raw("\"latencies\":{\"kong\":"u8);
        line.Number(latencies.Gateway / 1000);
        line.Raw(",\"proxy\":"u8);
        line.Number(latencies.Upstream < 0 ? -1 : latencies.Upstream / 1000);
        line.Raw(",\"request\":"u8);
        line.Number(latencies.Total / 1000);
        line.Raw(",\"receive\":"u8);
        line.Number(latencies.Receive / 1000);
        line.Raw("},\"latencies_us\":{\"access\":"u8);
        line.Number(latencies.Access);
        line.Raw(",\"connect\":"u8);
        line.Number(latencies.Connect);
        line.Raw(",\"send\":"u8);
        line.Number(latencies.Send);
        line.Raw(",\"wait\":"u8);
        line.Number(latencies.Wait);
        line.Raw(",\"receive\":"u8);
        line.Number(latencies.Receive);
        line.Raw(",\"total\":"u8);
        line.Number(latencies.Total);
        line.Raw("},"u8);
    }

    private static void WriteUpstream(JsonLine line, Exchange exchange)
    {
        line.Raw("\"upstream_uri\":\""u8);
        LogTarget.Write(line, exchange.UpstreamTarget, exchange.SecretNames);
        line.Raw("\",\"upstream_status\":\""u8);
        if (exchange.UpstreamStatus != 0)
        {
            line.Number(exchange.UpstreamStatus);
        }

        line.Raw("\","u8);
    }

    private static void WriteEntities(JsonLine line, Exchange exchange, LogContent content)
    {
        if (exchange.Route is { } route)
        {
            line.Raw("\"route\":"u8);
            line.Raw(EntityFragments.OfRoute(exchange, route, content));
            line.Raw((byte)',');
        }

        if (exchange.Service is { } service)
        {
            line.Raw("\"service\":"u8);
            line.Raw(EntityFragments.OfService(exchange, service, content));
            line.Raw((byte)',');
        }

        if (exchange.Consumer is { } consumer)
        {
            line.Raw("\"consumer\":"u8);
            line.Raw(EntityFragments.Of(consumer));
            line.Raw((byte)',');
        }

        if (exchange.Credential is { } credential)
        {
            line.Raw("\"authenticated_entity\":{\"id\":"u8);
            line.String(credential.Id);
            line.Raw("},"u8);
        }
    }

    private static void WriteOwnFields(JsonLine line, Exchange exchange)
    {
        line.Raw(",\"request_id\":"u8);
        line.String(exchange.RequestId);
        if (exchange.Request.Headers.TryGet(TraceParentName, out var parent) && TraceParent.TryGetTraceId(parent, out var traceId))
        {
            line.Raw(",\"trace_id\":\""u8);
            line.Raw(traceId);
            line.Raw((byte)'"');
        }

        if (exchange.Rejection != RejectionReason.None)
        {
            line.Raw(",\"rejection\":\""u8);
            line.Raw(RejectionReasons.Of(exchange.Rejection).Utf8Label);
            line.Raw((byte)'"');
        }
    }
}
