using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary><c>POST /api/embed</c></summary>
internal sealed class OllamaEmbedEndpoint(OllamaSurface surface) : EmbeddingsEndpoint
{
    /// <inheritdoc/>
    public override string Template => "/api/embed";

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override EmbeddingsRequest Decode(in ClientCall call) => EmbedReader.Read(in call, isLegacy: false);

    /// <inheritdoc/>
    public override void WriteAnswer(EmbeddingsAnswer answer, EmbeddingsRequest request, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OllamaJson.Options);
        json.WriteStartObject();
        json.WriteString("model"u8, context.Model);
        json.WriteStartArray("embeddings"u8);
        foreach (float[] vector in answer.Vectors)
        {
            WriteVector(json, vector);
        }

        json.WriteEndArray();
        if (context.Elapsed?.Invoke() is { } total && total > TimeSpan.Zero)
        {
            json.WriteNumber("total_duration"u8, OllamaJson.Nanoseconds(total));
        }

        if (answer.Usage.TotalInput > 0)
        {
            json.WriteNumber("prompt_eval_count"u8, answer.Usage.TotalInput);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes one vector as an array of numbers.</summary>
    public static void WriteVector(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray();
        foreach (float number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
