using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Protocols.Jose;

/// <summary>Writes signed tokens in compact serialization (RFC 7515 §7.1).</summary>
public static class JwsWriter
{
    private static readonly JsonWriterOptions HeaderOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Signs the payload. The header holds <c>alg</c>, the key's <c>kid</c> if it has one, and <paramref name="type"/> and
    /// <paramref name="contentType"/> unless they are null.
    /// </summary>
    /// <exception cref="InvalidOperationException">The key cannot sign, or does not allow the algorithm.</exception>
    public static string Write(JoseKey key, JoseAlgorithm algorithm, ReadOnlySpan<byte> payload, string? type = "JWT", string? contentType = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(header, HeaderOptions))
        {
            json.WriteStartObject();
            json.WriteString("alg"u8, JoseAlgorithmName.Of(algorithm));
            WriteIfPresent(json, "typ"u8, type);
            WriteIfPresent(json, "cty"u8, contentType);
            WriteIfPresent(json, "kid"u8, key.KeyId);
            json.WriteEndObject();
        }

        return Write(key, algorithm, header.WrittenSpan, payload);
    }

    /// <summary>Signs a payload under a header that is given as JSON text, and is not looked at.</summary>
    /// <exception cref="InvalidOperationException">The key cannot sign, or does not allow the algorithm.</exception>
    public static string Write(JoseKey key, JoseAlgorithm algorithm, ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(key);
        int headerLength = Base64Url.GetEncodedLength(header.Length);
        var input = new byte[headerLength + 1 + Base64Url.GetEncodedLength(payload.Length)];
        Base64Url.EncodeToUtf8(header, input);
        input[headerLength] = (byte)'.';
        Base64Url.EncodeToUtf8(payload, input.AsSpan(headerLength + 1));

        Span<byte> signature = stackalloc byte[JoseKey.MaximumSignatureBytes];
        int length = key.SignData(algorithm, input, signature);
        return $"{Encoding.ASCII.GetString(input)}.{Base64Url.EncodeToString(signature[..length])}";
    }

    private static void WriteIfPresent(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
