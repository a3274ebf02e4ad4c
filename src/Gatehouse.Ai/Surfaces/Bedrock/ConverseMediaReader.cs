using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>Reads images, documents and sound.</summary>
internal static class ConverseMediaReader
{
    private static readonly Dictionary<string, string> DocumentTypes = new(StringComparer.Ordinal)
    {
        ["pdf"] = "application/pdf",
        ["csv"] = "text/csv",
        ["doc"] = "application/msword",
        ["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ["xls"] = "application/vnd.ms-excel",
        ["xlsx"] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ["html"] = "text/html",
        ["txt"] = "text/plain",
        ["md"] = "text/markdown",
    };

    public static Part ReadImage(ConverseField image)
    {
        var (format, source, _) = ReadMedia(image);
        if (format is not ("png" or "jpeg" or "gif" or "webp"))
        {
            throw image.Wrong("of format png, jpeg, gif or webp");
        }

        return new ImagePart(ReadSource(source!.Value, $"image/{format}"));
    }

    public static Part ReadSound(ConverseField audio)
    {
        var (format, source, _) = ReadMedia(audio);
        return new AudioPart(ReadSource(source!.Value, null), format);
    }

    public static Part ReadDocument(ConverseField document)
    {
        var (format, source, more) = ReadMedia(document, needsFormat: false);
        string? mediaType = null;
        if (format.Length > 0 && !DocumentTypes.TryGetValue(format, out mediaType))
        {
            throw document.Wrong("of format pdf, csv, doc, docx, xls, xlsx, html, txt or md");
        }

        var (kind, data) = source!.Value.Union();
        if (kind == "content")
        {
            // Blocks inside a document, for citations: only Bedrock and Anthropic have that, each in its own way.
            return new ForeignPart(Dialect.Bedrock, "document", document.Value);
        }

        var part = kind == "text"
            ? new FilePart(null, null) { Text = data.Text() }
            : new FilePart(ReadSource(source.Value, mediaType), null);
        foreach (var (name, field) in more)
        {
            switch (name)
            {
                case "name":
                    part = part with { Name = field.Text() };
                    break;
                case "context":
                    part = part with { Context = field.Text() };
                    break;
                case "citations":
                    part = part with { WantsCitations = field.Members().Exists(static m => m.Name == "enabled" && m.Field.Truth()) };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return part;
    }

    private static (string Format, ConverseField? Source, List<(string Name, ConverseField Field)> More) ReadMedia(ConverseField media, bool needsFormat = true)
    {
        string? format = null;
        ConverseField? source = null;
        var more = new List<(string, ConverseField)>();
        foreach (var (name, field) in media.Members())
        {
            switch (name)
            {
                case "format":
                    format = field.Text();
                    break;
                case "source":
                    source = field;
                    break;
                default:
                    more.Add((name, field));
                    break;
            }
        }

        if (source is null || (needsFormat && format is null))
        {
            throw media.Wrong("an object with format and source");
        }

        if (needsFormat)
        {
            more.ForEach(static m => m.Item2.Keep());
        }

        return (format ?? "", source, more);
    }

    private static MediaSource ReadSource(ConverseField source, string? mediaType)
    {
        var (kind, field) = source.Union();
        if (kind == "bytes")
        {
            return new() { MediaType = mediaType, Base64 = field.Base64() };
        }

        if (kind != "s3Location")
        {
            throw source.Wrong("bytes or s3Location");
        }

        string? uri = null;
        foreach (var (name, value) in field.Members())
        {
            if (name == "uri")
            {
                uri = value.Text();
            }
            else
            {
                value.Keep();
            }
        }

        return uri?.StartsWith("s3://", StringComparison.Ordinal) == true ? new() { MediaType = mediaType, Url = uri } : throw field.Wrong("an s3Location with an s3:// uri");
    }
}
