using System.Buffers;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Writes requests for vectors and reads their answers.</summary>
internal static class OllamaEmbeddings
{
    public static ReadOnlyMemory<byte> Write(EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
    {
        if (request.Tokens.Count > 0)
        {
            throw new AiException(AiErrorKind.Unsupported, "The provider takes texts only, no tokens.", "input");
        }

        var output = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(output, OllamaBody.Options);
        json.WriteStartObject();
        json.WriteString("model"u8, model.Id);
        json.WriteStartArray("input"u8);
        foreach (string text in request.Texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
        if (request.Truncates is { } truncates)
        {
            json.WriteBoolean("truncate"u8, truncates);
        }

        if (request.Dimensions is { } dimensions)
        {
            json.WriteNumber("dimensions"u8, dimensions);
        }

        bool isOwn = request.Format == WireFormat.OllamaEmbed;
        if (request.Foreign.Count > 0)
        {
            json.WriteStartObject("options"u8);
            OllamaOptionsWriter.WriteForeign(json, request.Foreign, isOwn, areOptions: true, notes);
            json.WriteEndObject();
            OllamaOptionsWriter.WriteForeign(json, request.Foreign, isOwn, areOptions: false, notes);
        }

        json.WriteEndObject();
        json.Flush();
        return output.WrittenMemory;
    }

    public static EmbeddingsAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            var vectors = root.GetProperty("embeddings"u8).EnumerateArray().Select(v => v.EnumerateArray().Select(n => n.GetSingle()).ToArray()).ToArray();
            long? input = root.TryGetProperty("prompt_eval_count"u8, out var count) && count.TryGetInt64(out long tokens) ? tokens : null;
            string? model = root.TryGetProperty("model"u8, out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            return new EmbeddingsAnswer(vectors, new TokenUsage { Input = input }) { Model = model };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new AiException(AiErrorKind.VendorFailed, "The provider's answer is not understood.");
        }
    }
}
