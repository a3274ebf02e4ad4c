using System.Text;
using System.Text.Json;

namespace Gatehouse.Core.Exchanges;

/// <summary>Claims in the JSON object they came in; read in place, nothing is allocated unless a text has escapes.</summary>
public sealed class JsonClaims : IVerifiedClaims
{
    private readonly byte[] _json;

    /// <param name="source">Name of the plugin that verified them.</param>
    /// <param name="json">A JSON object, UTF-8, already found to be well-formed; not changed afterwards.</param>
    public JsonClaims(string source, byte[] json)
    {
        Source = source;
        _json = json;
    }

    /// <inheritdoc/>
    public string Source { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Json => _json;

    /// <inheritdoc/>
    public bool TryGetJson(ClaimPath path, out ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(_json);
        if (!TryFind(ref reader, path))
        {
            json = default;
            return false;
        }

        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        json = _json.AsSpan(start, (int)reader.BytesConsumed - start);
        return true;
    }

    /// <inheritdoc/>
    public bool TryGetText(ClaimPath path, out ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(_json);
        text = default;
        if (!TryFind(ref reader, path) || reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        text = reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
        return true;
    }

    /// <summary>Puts the reader on the first token of the value.</summary>
    private static bool TryFind(ref Utf8JsonReader reader, ClaimPath path)
    {
        reader.Read();
        for (int level = 0; level < path.Depth; level++)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !TryEnter(ref reader, path[level]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryEnter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
