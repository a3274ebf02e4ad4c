using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi;

/// <summary><c>GET /v1/models/{id}</c>.</summary>
internal sealed class ModelEndpoint(OpenAiSurface surface, string template) : CatalogEndpoint
{
    /// <inheritdoc/>
    public override string Template => template;

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override bool Accepts(in ClientCall call) => ModelsEndpoint.IsOpenAi(call);

    /// <inheritdoc/>
    public override void Write(in ClientCall call, ModelCatalog catalog, IBufferWriter<byte> output)
    {
        var card = catalog.Find(call.PathValues[0]) ?? throw new AiException(AiErrorKind.ModelNotFound, "There is no such model, or you may not use it.", "model");
        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        ModelsEndpoint.Write(json, card);
    }
}
