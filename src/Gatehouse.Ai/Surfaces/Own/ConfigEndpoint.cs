using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary><c>GET /config</c>: the configuration as far as it is no secret.</summary>
internal sealed class ConfigEndpoint(Surface surface) : InfoEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/config";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override int Write(GatewayInfo info, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("version"u8, info.Version);
        json.WriteStartArray("surfaces"u8);
        foreach (string surface in info.Surfaces)
        {
            json.WriteStringValue(surface);
        }

        json.WriteEndArray();
        json.WriteStartArray("providers"u8);
        foreach (var provider in info.Providers)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, provider.Name);
            json.WriteString("type"u8, provider.Type);
            json.WriteString("endpoint"u8, provider.Endpoint);
            json.WriteString("region"u8, provider.Region);
            json.WriteBoolean("private"u8, provider.IsPrivate);
            json.WriteBoolean("credential"u8, provider.HasCredential);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("models"u8);
        foreach (var model in info.Catalog.Models)
        {
            json.WriteStringValue(model.Name);
        }

        json.WriteEndArray();
        json.WriteString("policy"u8, info.Policy);
        json.WriteEndObject();
        return 200;
    }
}
