using System.Text.Json;

namespace Gatehouse.Ai.Providers;

/// <summary>Puts the vendor's name of a model where the client's was, and leaves every other byte of a body as it is.</summary>
internal static class ModelName
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 128 };

    /// <summary>The body with another value of its <c>model</c> member; null when it has none.</summary>
    public static ReadOnlyMemory<byte>? Swap(ReadOnlyMemory<byte> body, string model)
    {
        var reader = new Utf8JsonReader(body.Span, Options);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
            {
                continue;
            }

            bool isModel = reader.ValueTextEquals("model"u8);
            reader.Read();
            if (isModel && reader.TokenType == JsonTokenType.String)
            {
                return reader.ValueTextEquals(model) ? body : Replace(body.Span, (int)reader.TokenStartIndex, (int)reader.BytesConsumed, model);
            }

            reader.Skip();
        }

        return null;
    }

    private static byte[] Replace(ReadOnlySpan<byte> body, int start, int end, string model)
    {
        var name = JsonEncodedText.Encode(model).EncodedUtf8Bytes;
        var swapped = new byte[body.Length - (end - start) + name.Length + 2];
        body[..start].CopyTo(swapped);
        swapped[start] = (byte)'"';
        name.CopyTo(swapped.AsSpan(start + 1));
        swapped[start + 1 + name.Length] = (byte)'"';
        body[end..].CopyTo(swapped.AsSpan(start + name.Length + 2));
        return swapped;
    }
}
