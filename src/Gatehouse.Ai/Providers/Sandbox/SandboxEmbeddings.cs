using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>Vectors of the sandbox: of unit length, the same for the same text, near for texts with the same words.</summary>
internal static class SandboxEmbeddings
{
    private const int DefaultDimensions = 256;
    private const int MaxDimensions = 4096;

    /// <summary>The answer to a request in OpenAI's shape.</summary>
    public static JsonObject Answer(JsonElement request)
    {
        int dimensions = request.TryGetProperty("dimensions", out var wanted) && wanted.TryGetInt32(out int number) ? Math.Clamp(number, 1, MaxDimensions) : DefaultDimensions;
        bool isBase64 = request.TryGetProperty("encoding_format", out var format) && format.ValueEquals("base64"u8);
        var data = new JsonArray();
        int tokens = 0;
        foreach (string text in Inputs(request.GetProperty("input")))
        {
            tokens += SandboxTokens.Count(text);
            var vector = Vector(text, dimensions);
            data.Add((JsonNode)new JsonObject
            {
                ["object"] = "embedding",
                ["index"] = data.Count,
                ["embedding"] = isBase64 ? Base64(vector) : new JsonArray([.. vector.Select(v => JsonValue.Create(v))]),
            });
        }

        return new JsonObject
        {
            ["object"] = "list",
            ["data"] = data,
            ["model"] = request.TryGetProperty("model", out var model) ? model.GetString() : "sandbox",
            ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
        };
    }

    private static IEnumerable<string> Inputs(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => [input.GetString()!],
        JsonValueKind.Array when input.GetArrayLength() > 0 && input[0].ValueKind == JsonValueKind.Number => [input.GetRawText()],
        JsonValueKind.Array => input.EnumerateArray().Select(i => i.ValueKind == JsonValueKind.String ? i.GetString()! : i.GetRawText()),
        _ => [],
    };

    private static float[] Vector(string text, int dimensions)
    {
        float[] vector = new float[dimensions];
        foreach (string word in text.ToLowerInvariant().Split([' ', '\n', '.', ',', '?', '!'], StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(""))
        {
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(word));
            for (int i = 0; i + 4 <= hash.Length; i += 4)
            {
                uint value = BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(i));
                vector[value % (uint)dimensions] += (value & 0x8000_0000) == 0 ? 1 : -1;
            }
        }

        float length = MathF.Sqrt(vector.Sum(v => v * v));
        return length == 0 ? [1, .. new float[dimensions - 1]] : [.. vector.Select(v => v / length)];
    }

    private static JsonValue Base64(float[] vector)
    {
        byte[] bytes = new byte[vector.Length * 4];
        for (int i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * 4), vector[i]);
        }

        return JsonValue.Create(Convert.ToBase64String(bytes));
    }
}
