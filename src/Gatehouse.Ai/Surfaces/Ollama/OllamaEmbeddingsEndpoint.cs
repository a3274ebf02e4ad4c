using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>POST /api/embeddings</c>, the predecessor of <c>/api/embed</c>: one prompt, one vector.</summary>
internal sealed class OllamaEmbeddingsEndpoint(OllamaSurface surface) : EmbeddingsEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/api/embeddings";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override EmbeddingsRequest Decode(in ClientCall call) => EmbedReader.Read(in call, isLegacy: true);

    /// <inheritdoc/>
    public override void WriteAnswer(EmbeddingsAnswer answer, EmbeddingsRequest request, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OllamaJson.Options);
        json.WriteStartObject();
        json.WritePropertyName("embedding"u8);
        OllamaEmbedEndpoint.WriteVector(json, answer.Vectors.Count > 0 ? answer.Vectors[0] : []);
        json.WriteEndObject();
    }
}
