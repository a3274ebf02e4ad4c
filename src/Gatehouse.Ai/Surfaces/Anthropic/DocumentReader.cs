using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Reads <c>document</c> blocks: pdf in base64, text, a URL, an uploaded file. One made of blocks is kept whole.</summary>
internal static class DocumentReader
{
    public static Part Read(Field block, List<ForeignField> foreign)
    {
        var source = block.Need("source");
        string type = source.Need("type").Word("base64", "text", "url", "file", "content");
        if (type == "content" && source.Need("content").IsArray)
        {
            return new ForeignPart(Dialect.Anthropic, "document", block.Kept) { Cache = CacheMarks.Read(block) };
        }

        block.KeepOthers(foreign, areHints: false, "type", "source", "title", "context", "citations", "cache_control");
        return new FilePart(Source(type, source), block.Of("title")?.Text())
        {
            Text = type switch
            {
                "text" => source.Need("data").Text(),
                "content" => source.Need("content").Text(),
                _ => null,
            },
            Context = block.Of("context")?.Text(),
            WantsCitations = block.Of("citations")?.Of("enabled")?.Flag() ?? false,
            Cache = CacheMarks.Read(block),
        };
    }

    private static MediaSource? Source(string type, Field source) => type switch
    {
        "base64" => new MediaSource
        {
            MediaType = source.Need("media_type").Word("application/pdf"),
            Base64 = MediaReader.Base64(source.Need("data")),
        },
        // The API fetches pdf documents only.
        "url" => new MediaSource { MediaType = "application/pdf", Url = MediaReader.Url(source.Need("url")) },
        "file" => new MediaSource { FileId = source.Need("file_id").SomeText() },
        _ => null,
    };
}
