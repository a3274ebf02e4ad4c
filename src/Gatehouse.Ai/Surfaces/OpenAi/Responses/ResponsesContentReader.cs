using System.Collections.Frozen;
using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>Reads content of items: a string, or parts (input_text, input_image, input_file, input_audio, output_text, refusal).</summary>
internal static class ResponsesContentReader
{
    private static readonly FrozenSet<string> OfText = FrozenSet.Create("type", "text");

    private static readonly FrozenDictionary<string, FrozenSet<string>> Known = new Dictionary<string, FrozenSet<string>>
    {
        ["input_text"] = OfText,
        ["output_text"] = OfText,
        ["text"] = OfText,
        ["refusal"] = FrozenSet.Create("type", "refusal"),
        ["input_image"] = FrozenSet.Create("type", "detail", "file_id", "image_url"),
        ["input_file"] = FrozenSet.Create("type", "filename", "file_id", "file_url", "file_data"),
        ["input_audio"] = FrozenSet.Create("type", "input_audio"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The parts of that property, which must be there.</summary>
    public static IReadOnlyList<Part> Read(StrictObject item, string name, List<ForeignField> foreign)
    {
        if (!item.TryFind(name, out var content))
        {
            throw item.Missing(name);
        }

        if (content.ValueKind == JsonValueKind.String)
        {
            return [new TextPart(content.GetString()!)];
        }

        var path = item.At(name);
        if (content.ValueKind != JsonValueKind.Array)
        {
            throw StrictObject.Wrong(path, "must be a string or an array of parts");
        }

        var parts = new List<Part>(content.GetArrayLength());
        foreach (var element in content.EnumerateArray())
        {
            parts.Add(ReadPart(new StrictObject(element, $"{path}[{parts.Count}]"), foreign));
        }

        return parts;
    }

    private static Part ReadPart(StrictObject part, List<ForeignField> foreign)
    {
        var type = part.RequiredText("type");
        if (Known.TryGetValue(type, out var known))
        {
            // What an answer was annotated with says nothing to the model when it is played back.
            foreign.AddRange(part.Others(known).Select(f => f with { IsHint = f.Path.EndsWith(".annotations", StringComparison.Ordinal) || f.Path.EndsWith(".logprobs", StringComparison.Ordinal) }));
        }

        return type switch
        {
            "input_text" or "output_text" or "text" => new TextPart(part.Text("text") ?? throw part.Missing("text")),
            "refusal" => new RefusalPart(part.Text("refusal") ?? throw part.Missing("refusal")),
            "input_image" => ReadImage(part),
            "input_file" => ReadFile(part),
            "input_audio" => ReadAudio(part.Object("input_audio") ?? throw part.Missing("input_audio")),
            _ => new ForeignPart(Dialect.OpenAi, type, part.Element),
        };
    }

    private static ImagePart ReadImage(StrictObject part)
    {
        var detail = part.Word("detail", "auto", "low", "high", "original");
        return part.Text("file_id") is { Length: > 0 } id
            ? new ImagePart(new MediaSource { FileId = id }, detail)
            : new ImagePart(DataUrl.Read(part.RequiredText("image_url", int.MaxValue), part.At("image_url")), detail);
    }

    private static FilePart ReadFile(StrictObject part)
    {
        var name = part.Text("filename");
        if (part.Text("file_id") is { Length: > 0 } id)
        {
            return new FilePart(new MediaSource { FileId = id }, name);
        }

        return part.Text("file_url") is { Length: > 0 } url
            ? new FilePart(DataUrl.Read(url, part.At("file_url")), name)
            : new FilePart(DataUrl.Read(part.RequiredText("file_data", int.MaxValue), part.At("file_data")), name);
    }

    private static AudioPart ReadAudio(StrictObject audio)
    {
        var format = audio.RequiredText("format", 16);
        return new AudioPart(new MediaSource { MediaType = format == "mp3" ? "audio/mpeg" : $"audio/{format}", Base64 = DataUrl.CheckBase64(audio.RequiredText("data", int.MaxValue), audio.At("data")) }, format);
    }
}
