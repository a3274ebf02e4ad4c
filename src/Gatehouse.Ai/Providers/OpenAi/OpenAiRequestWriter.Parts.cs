using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.OpenAi;

/// <content>Pieces of content.</content>
internal sealed partial class OpenAiRequestWriter
{
    private void WritePart(Part part, int index)
    {
        switch (part)
        {
            case TextPart text:
                WriteText(text.Text, text.Cache);
                break;
            case ImagePart image:
                WriteImage(image, index);
                break;
            case FilePart file:
                WriteFile(file, index);
                break;
            case AudioPart audio:
                WriteAudio(audio, index);
                break;
            case RefusalPart refusal:
                _json.WriteStartObject();
                _json.WriteString("type"u8, "refusal"u8);
                _json.WriteString("refusal"u8, refusal.Text);
                _json.WriteEndObject();
                break;
            case ForeignPart foreign when IsSameFormat && foreign.Dialect == Dialect.OpenAi:
                foreign.Value.WriteTo(_json);
                break;
            case ForeignPart foreign:
                _notes.Unsupported($"messages[{index}].content", $"the vendor has no content of type {Token(foreign.Kind)}");
                break;
            default:
                throw Unsayable(index, $"content of this kind ({part.GetType().Name})");
        }
    }

    private void WriteText(string text, CacheMark mark)
    {
        _json.WriteStartObject();
        _json.WriteString("type"u8, "text"u8);
        _json.WriteString("text"u8, text);
        WriteCacheMark(mark);
        _json.WriteEndObject();
    }

    private void WriteImage(ImagePart image, int index)
    {
        var url = image.Source switch
        {
            { Base64: { } data } => $"data:{image.Source.MediaType ?? "image/png"};base64,{data}",
            { Url: { } address } when !address.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) => address,
            _ => throw Unsayable(index, "images by the id of a file or in S3"),
        };
        _json.WriteStartObject();
        _json.WriteString("type"u8, "image_url"u8);
        _json.WriteStartObject("image_url"u8);
        _json.WriteString("url"u8, url);
        Write("detail"u8, image.Detail);
        _json.WriteEndObject();
        WriteCacheMark(image.Cache);
        _json.WriteEndObject();
    }

    private void WriteFile(FilePart file, int index)
    {
        if (file.WantsCitations)
        {
            _notes.Unsupported($"messages[{index}].content.citations", "the vendor does not cite documents");
        }

        if (file.Text is { } text)
        {
            WriteTextFile(file, text, index);
            return;
        }

        if (file.Context is { } context)
        {
            _notes.Changed($"messages[{index}].content.context", "sent as text");
            WriteText(context, CacheMark.None);
        }

        _json.WriteStartObject();
        _json.WriteString("type"u8, "file"u8);
        _json.WriteStartObject("file"u8);
        switch (file.Source)
        {
            case { Base64: { } data } source:
                _json.WriteString("filename"u8, file.Name ?? "document.pdf");
                _json.WriteString("file_data"u8, $"data:{source.MediaType ?? "application/pdf"};base64,{data}");
                break;
            case { FileId: { } id } when IsOpenAiClient:
                _json.WriteString("file_id"u8, id);
                break;
            default:
                throw Unsayable(index, "files by URL, or uploaded to another vendor");
        }

        _json.WriteEndObject();
        WriteCacheMark(file.Cache);
        _json.WriteEndObject();
    }

    private void WriteTextFile(FilePart file, string text, int index)
    {
        _notes.Changed($"messages[{index}].content", "a document of plain text is sent as text");
        foreach (var head in (ReadOnlySpan<string?>)[file.Name, file.Context])
        {
            if (!string.IsNullOrEmpty(head))
            {
                WriteText(head, CacheMark.None);
            }
        }

        WriteText(text, file.Cache);
    }

    private void WriteAudio(AudioPart audio, int index)
    {
        if (audio.Source.Base64 is not { } data)
        {
            throw Unsayable(index, "sound by URL");
        }

        _json.WriteStartObject();
        _json.WriteString("type"u8, "input_audio"u8);
        _json.WriteStartObject("input_audio"u8);
        _json.WriteString("data"u8, data);
        _json.WriteString("format"u8, audio.Format);
        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    private AiException Unsayable(int index, string what)
        => new(AiErrorKind.Unsupported, $"Provider '{_model.Provider.Name}' does not take {what}.", $"messages[{index}].content");
}
