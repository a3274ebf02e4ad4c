using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary><c>GET /v1/models/{id}</c></summary>
internal sealed class ModelEndpoint(AnthropicSurface surface) : CatalogEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/v1/models/{id}";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override bool Accepts(in ClientCall call) => AnthropicHeaders.AreIn(call.Headers);

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output)
    {
        var model = catalog.Find(call.PathValues[0]) ?? throw new AiException(AiErrorKind.ModelNotFound, $"model: {call.PathValues[0]}");
        using var json = new Utf8JsonWriter(output, AnthropicJson.Options);
        Write(json, model);
    }

    /// <summary>Writes one model; limits are told where they are known.</summary>
    public static void Write(Utf8JsonWriter json, ModelCard model)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "model"u8);
        json.WriteString("id"u8, model.Name);
        json.WriteString("display_name"u8, model.Name);
        json.WriteString("created_at"u8, model.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        if (model.ContextWindow is { } window)
        {
            json.WriteNumber("max_input_tokens"u8, window);
        }

        if (model.MaxOutputTokens is { } most)
        {
            json.WriteNumber("max_tokens"u8, most);
        }

        json.WriteEndObject();
    }
}
