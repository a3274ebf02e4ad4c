using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>Embeddings: texts or tokens out, vectors in as base64 or numbers.</summary>
internal static class OpenAiEmbeddings
{
    private const int MaxVectors = 65_536;

    /// <summary>The body of a request. Vectors are asked for as base64 where the vendor surely has it: a quarter of the bytes.</summary>
    public static ReadOnlyMemory<byte> Write(EmbeddingsRequest request, VendorModel model, EncodeNotes notes)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(output, OpenAiRequestWriter.WriterOptions);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model.Id);
        writer.WriteStartArray("input"u8);
        foreach (var text in request.Texts)
        {
            writer.WriteStringValue(text);
        }

        foreach (var tokens in request.Tokens)
        {
            writer.WriteStartArray();
            foreach (int token in tokens)
            {
                writer.WriteNumberValue(token);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (model.Provider.Kind is ProviderKind.OpenAi or ProviderKind.AzureOpenAi)
        {
            writer.WriteString("encoding_format"u8, "base64"u8);
        }

        if (request.Dimensions is { } dimensions)
        {
            writer.WriteNumber("dimensions"u8, dimensions);
        }

        if (request.User is { } user)
        {
            writer.WriteString("user"u8, user);
        }

        if (request.Truncates == true)
        {
            notes.Changed("truncate", "the vendor refuses texts that are too long");
        }

        foreach (var foreign in request.Foreign)
        {
            if (request.Format == WireFormat.OpenAiEmbeddings)
            {
                writer.WritePropertyName(foreign.Path);
                foreign.Value.WriteTo(writer);
            }
            else
            {
                notes.Foreign(foreign);
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenMemory;
    }

    /// <summary>Reads an answer; throws <see cref="AiException"/> (VendorFailed) when it is not one.</summary>
    public static EmbeddingsAnswer Read(ReadOnlySpan<byte> body)
    {
        try
        {
            return ReadAnswer(body) ?? throw NotUnderstood();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw NotUnderstood();
        }
    }

    private static EmbeddingsAnswer? ReadAnswer(ReadOnlySpan<byte> body)
    {
        var vectors = new List<(int Index, float[] Vector)>();
        TokenUsage usage = default;
        string? model = null;
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                ReadVectors(ref reader, vectors);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                reader.Read();
                usage = OpenAiUsageReader.Read(ref reader);
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                reader.Read();
                model = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        var ordered = vectors.OrderBy(v => v.Index).ToArray();
        bool isComplete = ordered.Length > 0 && ordered.Select((v, i) => v.Index == i).All(same => same);
        return isComplete ? new EmbeddingsAnswer([.. ordered.Select(v => v.Vector)], usage) { Model = model } : null;
    }

    private static void ReadVectors(ref Utf8JsonReader reader, List<(int Index, float[] Vector)> vectors)
    {
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (vectors.Count == MaxVectors)
            {
                throw NotUnderstood();
            }

            int index = vectors.Count;
            float[]? vector = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("index"u8))
                {
                    reader.Read();
                    index = reader.GetInt32();
                }
                else if (reader.ValueTextEquals("embedding"u8))
                {
                    reader.Read();
                    vector = reader.TokenType == JsonTokenType.String ? FromBase64(ref reader) : FromNumbers(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            vectors.Add((index, vector ?? throw NotUnderstood()));
        }
    }

    private static float[] FromBase64(ref Utf8JsonReader reader)
    {
        byte[] bytes = reader.GetBytesFromBase64();
        if (bytes.Length == 0 || bytes.Length % sizeof(float) != 0)
        {
            throw NotUnderstood();
        }

        var vector = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
        }

        return vector;
    }

    private static float[] FromNumbers(ref Utf8JsonReader reader)
    {
        var numbers = new List<float>(1536);
        while (reader.Read() && reader.TokenType == JsonTokenType.Number)
        {
            if (!reader.TryGetSingle(out float number))
            {
                throw NotUnderstood();
            }

            numbers.Add(number);
        }

        return numbers.Count > 0 && reader.TokenType == JsonTokenType.EndArray ? [.. numbers] : throw NotUnderstood();
    }

    private static AiException NotUnderstood() => new(AiErrorKind.VendorFailed, "The provider's embeddings are not understood.");
}
