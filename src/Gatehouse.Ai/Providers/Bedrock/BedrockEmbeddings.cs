using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Gatehouse.Ai.Canonical;
using Gatehouse.Core.Http;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// Embeddings by InvokeModel, in the bodies of Amazon Titan (one text a call) and Cohere (several). The count of tokens is in Titan's body, and
/// for both in a header field.
/// </summary>
internal static class BedrockEmbeddings
{
    private const int MostCohereTexts = 96;

    private static readonly HeaderName InputTokens = new("x-amzn-bedrock-input-token-count");

    public static ReadOnlyMemory<byte> Encode(EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
    {
        if (request.Tokens.Count > 0)
        {
            throw new AiException(AiErrorKind.Unsupported, "Bedrock embeds texts, not tokens.", "input");
        }

        foreach (var field in request.Foreign)
        {
            notes.Foreign(field);
        }

        var output = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            if (IsCohere(model))
            {
                WriteCohere(json, request, model, notes);
            }
            else
            {
                WriteTitan(json, request, model, notes);
            }

            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    public static EmbeddingsAnswer Decode(ReadOnlyMemory<byte> body, HeaderMap headers)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            long? tokens = root.TryGetProperty("inputTextTokenCount", out var count) ? count.GetInt64() : null;
            tokens ??= long.TryParse(headers.GetString(InputTokens), NumberStyles.None, CultureInfo.InvariantCulture, out long said) ? said : null;
            return new(Vectors(root), new TokenUsage { Input = tokens });
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new AiException(AiErrorKind.VendorFailed, "The provider sent an answer that cannot be understood.");
        }
    }

    private static bool IsCohere(VendorModel model) => model.Id.Contains("cohere.embed", StringComparison.Ordinal);

    private static void WriteCohere(Utf8JsonWriter json, EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
    {
        if (request.Texts.Count > MostCohereTexts)
        {
            throw new AiException(AiErrorKind.Unsupported, $"This model embeds {MostCohereTexts} texts at once.", "input");
        }

        json.WriteStartArray("texts");
        foreach (string text in request.Texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();

        // Cohere asks what the vectors are for, the other dialects never say; this is the one for what will be searched.
        json.WriteString("input_type", "search_document");
        if (request.Truncates is { } truncates)
        {
            json.WriteString("truncate", truncates ? "END" : "NONE");
        }

        bool hasDimensions = model.Id.Contains("embed-v4", StringComparison.Ordinal);
        if (request.Dimensions is { } dimensions && hasDimensions)
        {
            json.WriteNumber("output_dimension", dimensions);
        }
        else if (request.Dimensions is not null)
        {
            notes.Unsupported("dimensions", "this model has vectors of one length");
        }
    }

    private static void WriteTitan(Utf8JsonWriter json, EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
    {
        if (request.Texts.Count != 1)
        {
            throw new AiException(AiErrorKind.Unsupported, "This model embeds one text at a time.", "input");
        }

        json.WriteString("inputText", request.Texts[0]);
        bool hasDimensions = model.Id.Contains("titan-embed-text-v2", StringComparison.Ordinal);
        if (request.Dimensions is { } dimensions && hasDimensions)
        {
            json.WriteNumber("dimensions", dimensions);
        }
        else if (request.Dimensions is not null)
        {
            notes.Unsupported("dimensions", "this model has vectors of one length");
        }

        if (request.Truncates == true)
        {
            notes.Unsupported("truncate", "this model refuses texts that are too long");
        }
    }

    private static float[][] Vectors(JsonElement root)
    {
        if (root.TryGetProperty("embedding", out var one))
        {
            return [Vector(one)];
        }

        var all = root.GetProperty("embeddings");
        return [.. (all.ValueKind == JsonValueKind.Object ? all.GetProperty("float") : all).EnumerateArray().Select(Vector)];
    }

    private static float[] Vector(JsonElement numbers)
    {
        var vector = new float[numbers.GetArrayLength()];
        int i = 0;
        foreach (var number in numbers.EnumerateArray())
        {
            vector[i++] = number.GetSingle();
        }

        return vector;
    }
}
