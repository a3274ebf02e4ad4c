using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Own;

/// <summary><c>GET /providers</c>: providers with their health, models and prices.</summary>
internal sealed class ProvidersEndpoint(Surface surface) : InfoEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/providers";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override int Write(GatewayInfo info, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("providers"u8);
        foreach (var provider in info.Providers)
        {
            Write(provider, json);
        }

        json.WriteEndArray();
        json.WriteStartArray("models"u8);
        foreach (var model in info.Catalog.Models)
        {
            json.WriteStringValue(model.Name);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        return 200;
    }

    private static void Write(ProviderCard provider, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, provider.Name);
        json.WriteString("type"u8, provider.Type);
        json.WriteBoolean("private"u8, provider.IsPrivate);
        json.WriteBoolean("healthy"u8, provider.Deployments.Any(d => d.IsHealthy));
        json.WriteString("region"u8, provider.Region);
        json.WriteStartArray("data_classes"u8);
        foreach (string name in provider.DataClasses)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        json.WriteStartArray("deployments"u8);
        foreach (var deployment in provider.Deployments)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, deployment.Name);
            json.WriteString("model"u8, deployment.Model);
            json.WriteString("vendor_model"u8, deployment.VendorModel);
            json.WriteBoolean("healthy"u8, deployment.IsHealthy);
            json.WriteNumber("rests_for_seconds"u8, Math.Round(deployment.RestsForSeconds, 1));
            json.WriteNumber("in_flight"u8, deployment.InFlight);
            Write(json, "first_token_ms"u8, (decimal?)deployment.FirstTokenMilliseconds);
            Write(json, "input_usd_per_million"u8, deployment.InputPrice);
            Write(json, "output_usd_per_million"u8, deployment.OutputPrice);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Math.Round(number, 6));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
