namespace Gatehouse.Ai.Canonical;

/// <summary>Where the bytes of an image, a file or sound are: exactly one of <see cref="Base64"/>, <see cref="Url"/>, <see cref="FileId"/>.</summary>
internal sealed record MediaSource
{
    /// <summary>Media type, for example <c>image/png</c>; null when the dialect did not say.</summary>
    public string? MediaType { get; init; }

    /// <summary>The bytes, in the standard base64 alphabet with padding.</summary>
    public string? Base64 { get; init; }

    /// <summary>An http or https URL (or <c>s3://</c> for Bedrock).</summary>
    public string? Url { get; init; }

    /// <summary>Id of a file that was uploaded to the vendor.</summary>
    public string? FileId { get; init; }
}
