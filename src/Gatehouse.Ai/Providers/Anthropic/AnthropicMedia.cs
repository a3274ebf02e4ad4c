using System.Text;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Writes images and documents.</summary>
internal static class AnthropicMedia
{
    public static void WriteImage(Utf8JsonWriter json, ImagePart image, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "image"u8);
        if (image.Source.Base64 is { } data)
        {
            string type = image.Source.MediaType ?? TypeOf(data);
            if (type == "image/jpg")
            {
                type = "image/jpeg";
            }

            if (type is not ("image/jpeg" or "image/png" or "image/gif" or "image/webp"))
            {
                throw Refuse("The provider takes images as jpeg, png, gif or webp.");
            }

            WriteBase64(json, type, data);
        }
        else
        {
            WriteReference(json, image.Source, request);
        }

        AnthropicBlocks.WriteCache(json, image.Cache);
        json.WriteEndObject();
    }

    public static void WriteDocument(Utf8JsonWriter json, FilePart file, ChatRequest request)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "document"u8);
        if (file.Text is { } text)
        {
            WriteText(json, text);
        }
        else if (file.Source is { Base64: { } data } source)
        {
            string type = source.MediaType ?? (data.StartsWith("JVBERi", StringComparison.Ordinal) ? "application/pdf" : "");
            if (type == "application/pdf")
            {
                WriteBase64(json, type, data);
            }
            else if (type.StartsWith("text/", StringComparison.Ordinal) || type is "application/json")
            {
                WriteText(json, Decode(data));
            }
            else
            {
                throw Refuse("The provider takes documents as pdf or text.");
            }
        }
        else if (file.Source is { } reference)
        {
            WriteReference(json, reference, request);
        }
        else
        {
            throw Refuse("The document is empty.");
        }

        WriteAbout(json, file);
        AnthropicBlocks.WriteCache(json, file.Cache);
        json.WriteEndObject();
    }

    private static void WriteAbout(Utf8JsonWriter json, FilePart file)
    {
        if (file.Name is { Length: > 0 } name)
        {
            json.WriteString("title"u8, name);
        }

        if (file.Context is { Length: > 0 } context)
        {
            json.WriteString("context"u8, context);
        }

        if (file.WantsCitations)
        {
            json.WriteStartObject("citations"u8);
            json.WriteBoolean("enabled"u8, true);
            json.WriteEndObject();
        }
    }

    private static void WriteBase64(Utf8JsonWriter json, string type, string data)
    {
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, "base64"u8);
        json.WriteString("media_type"u8, type);
        json.WriteString("data"u8, data);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteString("media_type"u8, "text/plain"u8);
        json.WriteString("data"u8, text);
        json.WriteEndObject();
    }

    private static void WriteReference(Utf8JsonWriter json, MediaSource source, ChatRequest request)
    {
        json.WriteStartObject("source"u8);
        if (source.Url is { } url && url.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            json.WriteString("type"u8, "url"u8);
            json.WriteString("url"u8, url);
        }
        else if (source.FileId is { } id && request.Format == WireFormat.AnthropicMessages)
        {
            json.WriteString("type"u8, "file"u8);
            json.WriteString("file_id"u8, id);
        }
        else
        {
            throw Refuse(source.FileId is null ? "The provider cannot fetch that address." : "The file was uploaded to another provider.");
        }

        json.WriteEndObject();
    }

    private static string TypeOf(string base64) => base64 switch
    {
        _ when base64.StartsWith("iVBOR", StringComparison.Ordinal) => "image/png",
        _ when base64.StartsWith("/9j/", StringComparison.Ordinal) => "image/jpeg",
        _ when base64.StartsWith("R0lG", StringComparison.Ordinal) => "image/gif",
        _ when base64.StartsWith("UklG", StringComparison.Ordinal) => "image/webp",
        _ => "",
    };

    private static string Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        try
        {
            return Convert.TryFromBase64String(base64, bytes, out int length)
                ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length)
                : throw Refuse("The document is not base64.");
        }
        catch (DecoderFallbackException)
        {
            throw Refuse("The document says that it is text and is not UTF-8.");
        }
    }

    private static AiException Refuse(string message) => new(AiErrorKind.Unsupported, message, "messages");
}
