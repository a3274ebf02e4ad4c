using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>A tool call of a line: whole, its arguments an object.</summary>
internal readonly record struct OllamaCall(string? Id, string Name, string Arguments)
{
    /// <summary>Reads a call; the reader stands on its beginning and is left on its end.</summary>
    public static OllamaCall Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> data)
    {
        string? id = null;
        string name = "";
        string arguments = "{}";
        int depth = reader.CurrentDepth;
        while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth))
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            bool isInner = reader.CurrentDepth == depth + 2;
            if (isInner && reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                arguments = Encoding.UTF8.GetString(data[start..(int)reader.BytesConsumed]);
            }
            else if (isInner && reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = reader.GetString() ?? "";
            }
            else if (!isInner && reader.ValueTextEquals("id"u8))
            {
                reader.Read();
                id = reader.TokenType == JsonTokenType.String && reader.GetString() is { Length: > 0 } given ? given : null;
                reader.Skip();
            }
            else if (isInner || !reader.ValueTextEquals("function"u8))
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new OllamaCall(id, name, arguments);
    }

    /// <summary>
    /// An id where the vendor gave none: the same for the same bytes, and another one in every answer, because clients keep them side by side in one
    /// conversation.
    /// </summary>
    public static string IdOf(string? createdAt, int index, string name, string arguments)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{createdAt}\n{index}\n{name}\n{arguments}")));
        return $"call_{Convert.ToHexStringLower(hash.AsSpan(0, 8))}";
    }
}
