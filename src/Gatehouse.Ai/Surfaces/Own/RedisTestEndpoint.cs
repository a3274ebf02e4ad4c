using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary><c>GET /redis-test</c>: whether the shared cache answers.</summary>
internal sealed class RedisTestEndpoint(Surface surface) : InfoEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/redis-test";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override bool AsksRedis => true;

    /// <inheritdoc/>
    public override int Write(GatewayInfo info, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("configured"u8, info.Redis is not null);
        json.WriteBoolean("connected"u8, info.Redis is { IsConnected: true });
        if (info.Redis is { } redis)
        {
            json.WriteNumber("latency_ms"u8, Math.Round(redis.Milliseconds, 3));
            if (redis.Error is { } error)
            {
                json.WriteString("error"u8, error);
            }
        }
        else
        {
            json.WriteString("detail"u8, "No Redis is configured: this node keeps counters and answers itself."u8);
        }

        json.WriteEndObject();
        return info.Redis is { IsConnected: false } ? 503 : 200;
    }
}
