using System.Runtime.InteropServices;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Observability;

/// <summary>The <c>tries</c> array of a log entry.</summary>
internal static class LogTries
{
    /// <summary>Writes <c>"tries":[…],</c>.</summary>
    public static void Write(JsonLine line, Exchange exchange, LogClock clock)
    {
        line.Raw("\"tries\":["u8);
        bool first = true;
        foreach (ref readonly var attempt in CollectionsMarshal.AsSpan(exchange.Tries))
        {
            line.Raw(first ? default : ","u8);
            first = false;
            Write(line, in attempt, clock);
        }

        line.Raw("],"u8);
    }

    private static void Write(JsonLine line, in UpstreamTry attempt, LogClock clock)
    {
        line.Raw("{\"ip\":\""u8);
        if (attempt.Address is { } address)
        {
            line.Address(address);
        }

        line.Raw("\",\"port\":"u8);
        line.Number(attempt.Port);
        line.Raw(",\"balancer_start\":"u8);
        line.Number(clock.UnixMilliseconds(attempt.BalancerStart));
        line.Raw(",\"balancer_latency\":"u8);
        line.Number(attempt.BalancerMicroseconds / 1000);
        line.Raw(",\"balancer_latency_ns\":"u8);
        line.Number(attempt.BalancerMicroseconds * 1000);
        if (attempt.State is { } state)
        {
            line.Raw(state == "next" ? ",\"state\":\"next\""u8 : ",\"state\":\"failed\""u8);
        }

        if (attempt.Code != 0)
        {
            line.Raw(",\"code\":"u8);
            line.Number(attempt.Code);
        }

        line.Raw((byte)'}');
    }
}
