using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Writes pieces of content as Converse's content blocks.</summary>
internal sealed class ConverseContent(Utf8JsonWriter json, ModelFamily family, EncodeNotes notes)
{
    /// <summary>Writes the blocks of one message.</summary>
    public void Write(List<(Part Part, string Field)> parts)
    {
        foreach (var (part, field) in parts)
        {
            json.WriteStartObject();
            WriteBlock(part, field);
            json.WriteEndObject();
            WriteCachePoint(part.Cache, field);
        }
    }

    /// <summary>Writes a cache point where there is one, as a block of its own.</summary>
    public void WriteCachePoint(CacheMark mark, string field)
    {
        if (mark == CacheMark.None)
        {
            return;
        }

        if (!family.TakesCachePoints())
        {
            notes.Changed($"{field}.cache_control", "this model has no prompt cache");
            return;
        }

        json.WriteStartObject();
        json.WriteStartObject("cachePoint");
        json.WriteString("type", "default");
        if (mark == CacheMark.OneHour)
        {
            json.WriteString("ttl", "1h");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteBlock(Part part, string field)
    {
        switch (part)
        {
            case TextPart text:
                json.WriteString("text", text.Text);
                break;
            case RefusalPart refusal:
                json.WriteString("text", refusal.Text);
                break;
            case ImagePart image:
                WriteImage(image, field);
                break;
            case FilePart file:
                WriteDocument(file, field);
                break;
            case AudioPart audio:
                WriteSound(audio, field);
                break;
            case ToolCallPart call:
                WriteCall(call, field);
                break;
            case ToolResultPart result:
                WriteResult(result, field);
                break;
            case ReasoningPart reasoning:
                WriteReasoning(reasoning);
                break;
            case ForeignPart foreign:
                json.WritePropertyName(foreign.Kind);
                foreign.Value.WriteTo(json);
                break;
            default:
                throw new AiException(AiErrorKind.Unsupported, "This kind of content cannot be sent to Bedrock.", field);
        }
    }

    private void WriteImage(ImagePart image, string field)
    {
        string format = MediaFormats.ImageOf(image.Source.MediaType, image.Source.Base64)
            ?? (image.Source.Base64 is null && IsS3(image.Source) ? MediaFormats.ImageOf("image/" + Path.GetExtension(image.Source.Url!).TrimStart('.'), null) : null)
            ?? throw (image.Source.Base64 is null ? NotHere(field, "image") : new AiException(AiErrorKind.Unsupported, "Bedrock takes images as PNG, JPEG, GIF or WebP.", field));
        if (image.Detail is not (null or "auto"))
        {
            notes.Changed($"{field}.detail", "images have no detail setting");
        }

        json.WriteStartObject("image");
        json.WriteString("format", format);
        WriteSource(image.Source, field, "image");
        json.WriteEndObject();
    }

    private void WriteDocument(FilePart file, string field)
    {
        string format = file.Text is not null ? "txt" : MediaFormats.DocumentOf(file.Source?.MediaType, file.Name ?? file.Source?.Url)
            ?? throw new AiException(AiErrorKind.Unsupported, "Bedrock takes documents as PDF, CSV, DOC, DOCX, XLS, XLSX, HTML, TXT or Markdown.", field);
        string name = ToolNames.DocumentOf(file.Name);
        if (file.Name is not null && name != file.Name)
        {
            notes.Changed($"{field}.filename", "sent in the letters that document names may have");
        }

        json.WriteStartObject("document");
        json.WriteString("format", format);
        json.WriteString("name", name);
        if (file.Text is { } text)
        {
            json.WriteStartObject("source");
            json.WriteString("text", text);
            json.WriteEndObject();
        }
        else
        {
            WriteSource(file.Source ?? new(), field, "document");
        }

        if (file.Context is { } context)
        {
            json.WriteString("context", context);
        }

        if (file.WantsCitations)
        {
            json.WriteStartObject("citations");
            json.WriteBoolean("enabled", true);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteSound(AudioPart audio, string field)
    {
        json.WriteStartObject("audio");
        json.WriteString("format", MediaFormats.SoundOf(audio.Format) ?? throw new AiException(AiErrorKind.Unsupported, "Bedrock does not take sound of this format.", field));
        WriteSource(audio.Source, field, "sound");
        json.WriteEndObject();
    }

    private void WriteSource(MediaSource source, string field, string what)
    {
        json.WriteStartObject("source");
        if (source.Base64 is { } bytes)
        {
            json.WriteString("bytes", bytes);
        }
        else if (IsS3(source))
        {
            json.WriteStartObject("s3Location");
            json.WriteString("uri", source.Url);
            json.WriteEndObject();
        }
        else
        {
            throw NotHere(field, what);
        }

        json.WriteEndObject();
    }

    private static bool IsS3(MediaSource source) => source.Url?.StartsWith("s3://", StringComparison.Ordinal) == true;

    // The gateway fetches nothing that a client names: that would be a request of the client's choosing from inside.
    private static AiException NotHere(string field, string what)
        => new(AiErrorKind.Unsupported, $"Bedrock takes no URL or file id of another service: send the {what} itself, in base64.", field);

    private void WriteCall(ToolCallPart call, string field)
    {
        json.WriteStartObject("toolUse");
        json.WriteString("toolUseId", ToolNames.IdOf(call.Id));
        json.WriteString("name", call.Name);
        json.WritePropertyName("input");
        if (IsObject(call.Arguments))
        {
            json.WriteRawValue(call.Arguments, skipInputValidation: true);
        }
        else
        {
            if (call.Arguments.Length > 0)
            {
                notes.Unsupported($"{field}.arguments", "arguments that are no JSON object cannot be sent");
            }

            json.WriteStartObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteResult(ToolResultPart result, string field)
    {
        json.WriteStartObject("toolResult");
        json.WriteString("toolUseId", ToolNames.IdOf(result.CallId));
        json.WriteStartArray("content");
        for (int i = 0; i < result.Content.Count; i++)
        {
            string inner = $"{field}.content[{i}]";
            switch (result.Content[i])
            {
                case TextPart { Text: var text } when string.IsNullOrWhiteSpace(text):
                    break;
                case TextPart or RefusalPart or ImagePart or FilePart or ForeignPart { Dialect: Dialect.Bedrock }:
                    json.WriteStartObject();
                    WriteBlock(result.Content[i], inner);
                    json.WriteEndObject();
                    break;
                default:
                    notes.Unsupported(inner, "results of tools hold text, images and documents");
                    break;
            }
        }

        json.WriteEndArray();
        if (result.IsError)
        {
            json.WriteString("status", "error");
        }

        json.WriteEndObject();
    }

    private void WriteReasoning(ReasoningPart reasoning)
    {
        json.WriteStartObject("reasoningContent");
        if (reasoning.Redacted is { } redacted)
        {
            json.WriteString("redactedContent", redacted);
        }
        else
        {
            json.WriteStartObject("reasoningText");
            json.WriteString("text", reasoning.Text);
            if (reasoning.Signature is { } signature)
            {
                json.WriteString("signature", signature);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static bool IsObject(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, ConverseEncoder.Deep);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
