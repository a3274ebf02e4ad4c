using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi;

/// <summary><c>POST /v1/embeddings</c>: texts or tokens, vectors as numbers or base64.</summary>
internal sealed class OpenAiEmbeddingsEndpoint(OpenAiSurface surface, string template) : EmbeddingsEndpoint
{
    // OpenAI's bound of inputs in one request.
    private const int MaxInputs = 2048;

    private static readonly FrozenSet<string> Known = FrozenSet.Create("model", "input", "encoding_format", "dimensions", "user");

    /// <inheritdoc/>
    public override string Template => template;

    /// <inheritdoc/>
    public override Surface Surface => surface;

    /// <inheritdoc/>
    public override EmbeddingsRequest Decode(in ClientCall call)
    {
        var body = new StrictObject(JsonBody.Parse(call.Body.Span));
        var (texts, tokens) = ReadInput(body);
        return new EmbeddingsRequest
        {
            Model = call.PathValues is [var deployment] ? deployment : body.RequiredText("model"),
            Format = WireFormat.OpenAiEmbeddings,
            Texts = texts,
            Tokens = tokens,
            Dimensions = body.Int32("dimensions", 1),
            WantsBase64 = body.Word("encoding_format", "float", "base64") == "base64",
            User = body.Text("user"),
            Foreign = [.. body.Others(Known)],
        };
    }

    /// <inheritdoc/>
    public override void WriteAnswer(EmbeddingsAnswer answer, EmbeddingsRequest request, AnswerContext context, IBufferWriter<byte> output)
    {
        using var json = new Utf8JsonWriter(output, OpenAiSurface.WriterOptions);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (int i = 0; i < answer.Vectors.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            json.WritePropertyName("embedding"u8);
            Write(json, answer.Vectors[i], request.WantsBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, answer.Model ?? context.Model);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, answer.Usage.TotalInput);
        json.WriteNumber("total_tokens"u8, answer.Usage.TotalInput);
        if (context.Cost?.Invoke() is { } cost)
        {
            json.WriteNumber("cost"u8, cost);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, float[] vector, bool isBase64)
    {
        if (isBase64)
        {
            byte[] bytes = new byte[vector.Length * sizeof(float)];
            for (int i = 0; i < vector.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            }

            json.WriteBase64StringValue(bytes);
            return;
        }

        json.WriteStartArray();
        foreach (float number in vector)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static (IReadOnlyList<string> Texts, IReadOnlyList<int[]> Tokens) ReadInput(StrictObject body)
    {
        if (!body.TryFind("input", out var input))
        {
            throw body.Missing("input");
        }

        if (input.ValueKind == JsonValueKind.String)
        {
            return ([Text(input, "input")], []);
        }

        int count = input.ValueKind == JsonValueKind.Array ? input.GetArrayLength() : throw StrictObject.Wrong("input", "must be a string or an array of strings or tokens");
        if (count == 0)
        {
            throw StrictObject.Wrong("input", "must not be empty");
        }

        if (input[0].ValueKind == JsonValueKind.Number)
        {
            return ([], [Tokens(input, "input")]);
        }

        if (count > MaxInputs)
        {
            throw StrictObject.Wrong("input", $"must have at most {MaxInputs} elements");
        }

        return input[0].ValueKind == JsonValueKind.String
            ? ([.. input.EnumerateArray().Select((e, i) => Text(e, $"input[{i}]"))], [])
            : ([], [.. input.EnumerateArray().Select((e, i) => Tokens(e, $"input[{i}]"))]);
    }

    private static string Text(JsonElement element, string path)
        => element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text : throw StrictObject.Wrong(path, "must be a string that is not empty");

    private static int[] Tokens(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() == 0)
        {
            throw StrictObject.Wrong(path, "must be a string or an array of tokens");
        }

        return [.. element.EnumerateArray().Select(t => t.ValueKind == JsonValueKind.Number && t.TryGetInt32(out int token) && token >= 0 ? token : throw StrictObject.Wrong(path, "must hold tokens only"))];
    }
}
