using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>GET</c> or <c>HEAD /api/tags</c>: all models.</summary>
internal sealed class TagsEndpoint(OllamaSurface surface, string method) : CatalogEndpoint
{
    /// <inheritdoc/>
    public override string Method => method;

    /// <inheritdoc/>
    public override string Template => "/api/tags";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OllamaJson.Options);
        json.WriteStartObject();
        json.WriteStartArray("models"u8);
        foreach (var model in catalog.Models)
        {
            CardWriter.WriteEntry(json, model);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
