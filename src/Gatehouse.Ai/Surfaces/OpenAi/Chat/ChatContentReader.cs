using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>
/// Reads the content of a message: a string, or parts. Kinds of parts that are not known are kept as foreign ones, unknown fields of the known kinds as
/// foreign fields.
/// </summary>
internal static class ChatContentReader
{
    private static readonly FrozenSet<string> OfText = FrozenSet.Create("type", "text", "cache_control");
    private static readonly FrozenSet<string> OfRefusal = FrozenSet.Create("type", "refusal", "cache_control");
    private static readonly FrozenSet<string> OfImage = FrozenSet.Create("type", "image_url", "cache_control");
    private static readonly FrozenSet<string> OfAudio = FrozenSet.Create("type", "input_audio", "cache_control");
    private static readonly FrozenSet<string> OfFile = FrozenSet.Create("type", "file", "cache_control");
    private static readonly FrozenSet<string> InImage = FrozenSet.Create("url", "detail");
    private static readonly FrozenSet<string> InAudio = FrozenSet.Create("data", "format");
    private static readonly FrozenSet<string> InFile = FrozenSet.Create("filename", "file_id", "file_data");

    /// <summary>The parts of <c>content</c>, which must be there.</summary>
    public static IReadOnlyList<Part> Read(StrictObject message, List<ForeignField> foreign)
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
            parts.Add(ReadPart(part, foreign) with { Cache = ChatToolReader.ReadCacheMark(part) });
        }

        return parts;
    }

    private static Part ReadPart(StrictObject part, List<ForeignField> foreign)
    {
        var type = part.RequiredText("type");
        return type switch
        {
            "text" => new TextPart(Known(part, OfText, foreign).Text("text") ?? throw part.Missing("text")),
            "image_url" => ReadImage(Known(Inner(Known(part, OfImage, foreign), type), InImage, foreign)),
            "input_audio" => ReadAudio(Known(Inner(Known(part, OfAudio, foreign), type), InAudio, foreign)),
            "file" => ReadFile(Known(Inner(Known(part, OfFile, foreign), type), InFile, foreign)),
            "refusal" => new RefusalPart(Known(part, OfRefusal, foreign).Text("refusal") ?? throw part.Missing("refusal")),
            _ => new ForeignPart(Dialect.OpenAi, type, part.Element),
        };
    }

    private static StrictObject Inner(StrictObject part, string name) => part.Object(name) ?? throw part.Missing(name);

    private static StrictObject Known(StrictObject holder, FrozenSet<string> names, List<ForeignField> foreign)
    {
        foreign.AddRange(holder.Others(names));
        return holder;
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
