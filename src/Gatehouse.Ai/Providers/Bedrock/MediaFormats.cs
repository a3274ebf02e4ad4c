namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Media types in Converse's words.</summary>
internal static class MediaFormats
{
    private static readonly Dictionary<string, string> Documents = new(StringComparer.OrdinalIgnoreCase)
    {
        ["application/pdf"] = "pdf",
        ["text/csv"] = "csv",
        ["application/msword"] = "doc",
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = "docx",
        ["application/vnd.ms-excel"] = "xls",
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = "xlsx",
        ["text/html"] = "html",
        ["text/plain"] = "txt",
        ["text/markdown"] = "md",
    };

    private static readonly string[] Sounds = ["mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "m4a", "webm", "mpeg", "mpga", "pcm"];

    /// <summary>png, jpeg, gif or webp; null = none of them. Without a media type the first bytes tell.</summary>
    public static string? ImageOf(string? mediaType, string? base64) => mediaType?.ToLowerInvariant() switch
    {
        "image/png" => "png",
        "image/jpeg" or "image/jpg" => "jpeg",
        "image/gif" => "gif",
        "image/webp" => "webp",
        null when base64 is not null && base64.StartsWith("iVBORw0KGgo", StringComparison.Ordinal) => "png",
        null when base64 is not null && base64.StartsWith("/9j/", StringComparison.Ordinal) => "jpeg",
        null when base64 is not null && base64.StartsWith("R0lGOD", StringComparison.Ordinal) => "gif",
        null when base64 is not null && base64.StartsWith("UklGR", StringComparison.Ordinal) => "webp",
        _ => null,
    };

    /// <summary>Format of a document by its media type, or by the ending of its name; null = none that Converse takes.</summary>
    public static string? DocumentOf(string? mediaType, string? name)
    {
        if (mediaType is not null && Documents.TryGetValue(mediaType, out string? format))
        {
            return format;
        }

        string? ending = name is null ? null : Path.GetExtension(name).TrimStart('.').ToLowerInvariant();
        return Documents.Values.FirstOrDefault(f => f == ending);
    }

    /// <summary>Format of sound; null = none that Converse takes.</summary>
    public static string? SoundOf(string format) => Array.Find(Sounds, f => f.Equals(format, StringComparison.OrdinalIgnoreCase));
}
