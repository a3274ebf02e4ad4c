using System.Buffers.Text;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi;

/// <summary>Reads URLs of images and files: http, https, or data (RFC 2397) in base64.</summary>
internal static class DataUrl
{
    private const int MaxUrlLength = 8192;
    private const string Scheme = "data:";
    private const string Base64Mark = ";base64";

    /// <summary>What the URL at that path gives; throws <see cref="AiException"/> (InvalidRequest) for any other.</summary>
    public static MediaSource Read(string url, string path)
    {
        if (url.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return ReadData(url, path);
        }

        return url.Length <= MaxUrlLength && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0
            ? new MediaSource { Url = url }
            : throw StrictObject.Wrong(path, "must be an https, http or base64 data URL");
    }

    /// <summary>Base64 in the standard alphabet without white space; throws as <see cref="Read"/>.</summary>
    public static string CheckBase64(string data, string path)
        => data.Length > 0 && Base64.IsValid(data) && !data.AsSpan().ContainsAny(" \t\r\n") ? data : throw StrictObject.Wrong(path, "is not valid base64");

    private static MediaSource ReadData(string url, string path)
    {
        int comma = url.IndexOf(',', StringComparison.Ordinal);
        var head = comma < 0 ? default : url.AsSpan(Scheme.Length, comma - Scheme.Length);
        if (!head.EndsWith(Base64Mark, StringComparison.OrdinalIgnoreCase))
        {
            throw StrictObject.Wrong(path, "must be a data URL in base64: data:<media type>;base64,<data>");
        }

        var type = head[..^Base64Mark.Length];
        int parameters = type.IndexOf(';');
        type = parameters < 0 ? type : type[..parameters];
        if (type.Count('/') != 1 || type[0] == '/' || type[^1] == '/' || type.ContainsAnyExcept(MediaTypeCharacters))
        {
            throw StrictObject.Wrong(path, "must name a media type: data:<media type>;base64,<data>");
        }

        return new MediaSource { MediaType = type.ToString().ToLowerInvariant(), Base64 = CheckBase64(url[(comma + 1)..], path) };
    }

    private static readonly System.Buffers.SearchValues<char> MediaTypeCharacters
        = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-^_.+/");
}
