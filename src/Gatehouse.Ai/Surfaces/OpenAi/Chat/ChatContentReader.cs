using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Reads the content of a message: a string, or parts. Kinds of parts that are not known are kept as foreign ones.</summary>
internal static class ChatContentReader
{
    /// <summary>The parts of <c>content</c>, which must be there.</summary>
    public static IReadOnlyList<Part> Read(StrictObject message)
    {
        if (!message.TryFind("content", out var content))
        {
            throw message.Missing("content");
        }

        var path = message.At("content");
        if (content.ValueKind == JsonValueKind.String)
        {
            return [new TextPart(content.GetString()!)];
        }

        if (content.ValueKind != JsonValueKind.Array)
        {
            throw StrictObject.Wrong(path, "must be a string or an array of parts");
        }

        if (content.GetArrayLength() == 0)
        {
            throw StrictObject.Wrong(path, "must not be empty");
        }

        var parts = new List<Part>(content.GetArrayLength());
        foreach (var element in content.EnumerateArray())
        {
            var part = new StrictObject(element, $"{path}[{parts.Count}]");
            parts.Add(ReadPart(part) with { Cache = ChatToolReader.ReadCacheMark(part) });
        }

        return parts;
    }

    private static Part ReadPart(StrictObject part)
    {
        var type = part.RequiredText("type");
        return type switch
        {
            "text" => new TextPart(part.Text("text") ?? throw part.Missing("text")),
            "image_url" => ReadImage(part.Object("image_url") ?? throw part.Missing("image_url")),
            "input_audio" => ReadAudio(part.Object("input_audio") ?? throw part.Missing("input_audio")),
            "file" => ReadFile(part.Object("file") ?? throw part.Missing("file")),
            "refusal" => new RefusalPart(part.Text("refusal") ?? throw part.Missing("refusal")),
            _ => new ForeignPart(Dialect.OpenAi, type, part.Element),
        };
    }

    private static ImagePart ReadImage(StrictObject image)
        => new(DataUrl.Read(image.RequiredText("url", int.MaxValue), image.At("url")), image.Word("detail", "auto", "low", "high", "original"));

    private static AudioPart ReadAudio(StrictObject audio)
    {
        var format = audio.RequiredText("format", 16);
        var data = DataUrl.CheckBase64(audio.RequiredText("data", int.MaxValue), audio.At("data"));
        return new AudioPart(new MediaSource { MediaType = format == "mp3" ? "audio/mpeg" : $"audio/{format}", Base64 = data }, format);
    }

    private static FilePart ReadFile(StrictObject file)
    {
        var name = file.Text("filename");
        if (file.Text("file_id") is { Length: > 0 } id)
        {
            return new FilePart(new MediaSource { FileId = id }, name);
        }

        var data = file.Text("file_data") ?? throw file.Missing("file_data");
        var path = file.At("file_data");
        var source = data.StartsWith("data:", StringComparison.OrdinalIgnoreCase)
            ? DataUrl.Read(data, path)
            : new MediaSource { Base64 = DataUrl.CheckBase64(data, path), MediaType = name is not null && name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase) ? "application/pdf" : null };
        return new FilePart(source, name);
    }
}
