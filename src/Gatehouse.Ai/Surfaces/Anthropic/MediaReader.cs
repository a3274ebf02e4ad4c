using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Reads the <c>source</c> of images and documents.</summary>
internal static class MediaReader
{
    public static MediaSource Image(Field source) => source.Need("type").Word("base64", "url", "file") switch
    {
        "base64" => new MediaSource
        {
            MediaType = source.Need("media_type").Word("image/jpeg", "image/png", "image/gif", "image/webp"),
            Base64 = Base64(source.Need("data")),
        },
        "url" => new MediaSource { Url = Url(source.Need("url")) },
        _ => new MediaSource { FileId = source.Need("file_id").SomeText() },
    };

    /// <summary>Bytes in base64; checked here, because they are somebody else's problem later.</summary>
    public static string Base64(Field data)
    {
        string text = data.SomeText();
        return System.Buffers.Text.Base64.IsValid(text) ? text : throw data.Wrong("base64");
    }

    /// <summary>An address on the web.</summary>
    public static string Url(Field url)
    {
        string text = url.SomeText();
        return Uri.TryCreate(text, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https" ? text : throw url.Wrong("an http or https URL");
    }
}
