using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>POST /api/show</c>: what one model can do.</summary>
internal sealed class ShowEndpoint(OllamaSurface surface) : CatalogEndpoint
{
    /// <inheritdoc/>
    public override string Method => "POST";

    /// <inheritdoc/>
    public override string Template => "/api/show";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output)
    {
        using var document = RequestBody.Parse(call.Body);
        var root = RequestBody.Root(document);
        string name = (root.Of("model") ?? root.Of("name") ?? root.Need("model")).SomeText();
        var model = catalog.Find(name) ?? throw new AiException(AiErrorKind.ModelNotFound, $"model '{name}' not found");
        using var json = new Utf8JsonWriter(output, OllamaJson.Options);
        json.WriteStartObject();
        json.WriteString("modelfile"u8, ""u8);
        json.WriteString("parameters"u8, ""u8);
        json.WriteString("template"u8, ""u8);
        CardWriter.WriteDetails(json);
        json.WriteStartObject("model_info"u8);
        json.WriteString("general.architecture"u8, "gatehouse"u8);
        if (model.ContextWindow is { } window)
        {
            // Clients look for <architecture>.context_length.
            json.WriteNumber("gatehouse.context_length"u8, window);
        }

        json.WriteEndObject();
        CardWriter.WriteCapabilities(json, model);
        json.WriteString("modified_at"u8, OllamaJson.Time(model.Created));
        json.WriteEndObject();
    }
}
