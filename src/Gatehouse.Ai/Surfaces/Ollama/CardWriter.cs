using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>Writes models as Ollama lists its files. A model behind a gateway has no file: its digest is that of its name, its size zero.</summary>
internal static class CardWriter
{
    public static void WriteEntry(Utf8JsonWriter json, ModelCard model)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, model.Name);
        json.WriteString("model"u8, model.Name);
        json.WriteString("modified_at"u8, OllamaJson.Time(model.Created));
        json.WriteNumber("size"u8, 0);
        json.WriteString("digest"u8, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(model.Name))));
        WriteDetails(json);
        WriteCapabilities(json, model);
        json.WriteEndObject();
    }

    public static void WriteDetails(Utf8JsonWriter json)
    {
        json.WriteStartObject("details"u8);
        json.WriteString("parent_model"u8, ""u8);
        json.WriteString("format"u8, "remote"u8);
        json.WriteString("family"u8, "gatehouse"u8);
        json.WriteStartArray("families"u8);
        json.WriteStringValue("gatehouse"u8);
        json.WriteEndArray();
        json.WriteString("parameter_size"u8, ""u8);
        json.WriteString("quantization_level"u8, ""u8);
        json.WriteEndObject();
    }

    public static void WriteCapabilities(Utf8JsonWriter json, ModelCard model)
    {
        json.WriteStartArray("capabilities"u8);
        json.WriteStringValue(model.IsEmbedding ? "embedding"u8 : "completion"u8);
        if (!model.IsEmbedding)
        {
            Write(model.TakesTools, "tools");
            Write(model.TakesImages, "vision");
            Write(model.Thinks, "thinking");
        }

        json.WriteEndArray();

        void Write(bool has, string capability)
        {
            if (has)
            {
                json.WriteStringValue(capability);
            }
        }
    }
}
