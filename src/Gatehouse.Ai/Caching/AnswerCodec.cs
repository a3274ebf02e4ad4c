using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Caching;

/// <summary>Answers that are kept, as compact JSON with a version. What this version does not know is not there, on both ways.</summary>
internal static class AnswerCodec
{
    private const int Version = 1;

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 512 };
    private static readonly JsonDocumentOptions ReaderOptions = new() { MaxDepth = 512 };

    /// <summary>The bytes; null for an answer that cannot be told in them without loss (half of a surrogate pair, a part of another kind).</summary>
    public static byte[]? Write(CachedAnswer kept)
    {
        var output = new ArrayBufferWriter<byte>();
        try
        {
            using var json = new Utf8JsonWriter(output, WriterOptions);
            json.WriteStartObject();
            json.WriteNumber("v"u8, Version);
            json.WriteNumber("at"u8, kept.Time.ToUnixTimeMilliseconds());
            CodecText.Write(json, "deployment"u8, kept.Deployment);
            CodecText.Write(json, "cost"u8, kept.Cost?.ToString(CultureInfo.InvariantCulture));
            json.WriteStartArray("warnings"u8);
            foreach (string warning in kept.Warnings)
            {
                json.WriteStringValue(warning);
            }

            json.WriteEndArray();
            if (!Write(json, kept.Answer))
            {
                return null;
            }

            json.WriteEndObject();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>What was written; null when it is not what this version writes.</summary>
    public static CachedAnswer? Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // The document outlives this call in the values of the answer.
            var root = JsonElement.Parse(bytes.Span, ReaderOptions);
            return root.GetProperty("v"u8).GetInt32() != Version ? null : new CachedAnswer(
                ReadAnswer(root), DateTimeOffset.FromUnixTimeMilliseconds(root.GetProperty("at"u8).GetInt64()), root.GetProperty("deployment"u8).GetString()!)
            {
                Cost = CodecText.Read(root, "cost"u8) is { } cost ? decimal.Parse(cost, CultureInfo.InvariantCulture) : null,
                Warnings = [.. root.GetProperty("warnings"u8).EnumerateArray().Select(w => w.GetString()!)],
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static bool Write(Utf8JsonWriter json, ChatAnswer answer)
    {
        CodecText.Write(json, "id"u8, answer.Id);
        CodecText.Write(json, "model"u8, answer.Model);
        Number(json, "created"u8, answer.Created);
        CodecText.Write(json, "fingerprint"u8, answer.Fingerprint);
        CodecText.Write(json, "tier"u8, answer.ServiceTier);
        UsageCodec.Write(json, answer.Usage);
        json.WriteStartArray("choices"u8);
        foreach (var choice in answer.Choices)
        {
            json.WriteStartObject();
            json.WriteNumber("index"u8, choice.Index);
            CodecText.Write(json, "reason"u8, choice.Reason.ToString());
            CodecText.Write(json, "stop"u8, choice.StopSequence);
            json.WriteStartArray("logprobs"u8);
            foreach (var token in choice.Logprobs)
            {
                token.WriteTo(json);
            }

            json.WriteEndArray();
            json.WriteStartArray("parts"u8);
            foreach (var part in choice.Parts)
            {
                if (!PartCodec.Write(json, part))
                {
                    return false;
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        return true;
    }

    private static ChatAnswer ReadAnswer(JsonElement root) => new()
    {
        Id = CodecText.Read(root, "id"u8),
        Model = CodecText.Read(root, "model"u8),
        Created = root.TryGetProperty("created"u8, out var created) ? created.GetInt64() : null,
        Fingerprint = CodecText.Read(root, "fingerprint"u8),
        ServiceTier = CodecText.Read(root, "tier"u8),
        Usage = UsageCodec.Read(root),
        Choices =
        [
            .. root.GetProperty("choices"u8).EnumerateArray().Select(c => new ChatChoice(
                c.GetProperty("index"u8).GetInt32(),
                [.. c.GetProperty("parts"u8).EnumerateArray().Select(PartCodec.Read)],
                Enum.Parse<FinishReason>(c.GetProperty("reason"u8).GetString()!))
            {
                StopSequence = CodecText.Read(c, "stop"u8),
                Logprobs = [.. c.GetProperty("logprobs"u8).EnumerateArray()],
            }),
        ],
    };

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}
