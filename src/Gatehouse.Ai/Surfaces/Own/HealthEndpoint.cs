using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary><c>GET /health</c>: whether requests can be answered; for probes.</summary>
internal sealed class HealthEndpoint(Surface surface) : InfoEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/health";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override int Write(GatewayInfo info, Utf8JsonWriter json)
    {
        bool isHealthy = info.IsLedgerWritable;
        json.WriteStartObject();
        json.WriteString("status"u8, isHealthy ? "healthy"u8 : "unhealthy"u8);
        json.WriteString("version"u8, info.Version);
        json.WriteNumber("uptime_seconds"u8, (long)info.Uptime.TotalSeconds);
        json.WriteNumber("models"u8, info.Catalog.Models.Count);
        json.WriteNumber("providers"u8, info.Providers.Count);
        json.WriteBoolean("ledger"u8, info.IsLedgerWritable);
        json.WriteEndObject();
        return isHealthy ? 200 : 503;
    }
}
