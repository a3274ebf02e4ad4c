using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary><c>GET /settings</c>: how requests are routed.</summary>
internal sealed class SettingsEndpoint(Surface surface) : InfoEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/settings";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override int Write(GatewayInfo info, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("policy"u8, info.Policy);
        json.WriteStartObject("data_classes"u8);
        foreach (var (name, action) in info.Actions)
        {
            json.WriteString(name, action);
        }

        json.WriteEndObject();
        json.WriteStartArray("models"u8);
        foreach (var routing in info.Routing)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, routing.Model);
            json.WriteString("selection"u8, routing.Selection);
            json.WriteNumber("retries"u8, routing.Retries);
            WriteNames(json, "deployments"u8, routing.Deployments);
            WriteNames(json, "fallbacks"u8, routing.Fallbacks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return 200;
    }

    private static void WriteNames(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
