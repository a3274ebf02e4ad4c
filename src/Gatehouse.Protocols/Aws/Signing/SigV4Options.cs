namespace Gatehouse.Protocols.Aws.Signing;

/// <summary>How a request is signed.</summary>
public sealed record SigV4Options
{
    /// <summary>The defaults below.</summary>
    public static SigV4Options Default { get; } = new();

    /// <summary>
    /// Whether dot segments and empty segments are taken out of the canonical path (RFC 3986 §5.2.4). Default true; the request itself
    /// is sent as it is.
    /// </summary>
    public bool NormalizePath { get; init; } = true;

    /// <summary>Whether the payload's hash is a header of its own, and signed. Default false: only S3 needs it.</summary>
    public bool SendContentSha256 { get; init; }

    /// <summary>Seconds that a signature in the query is good for, 1–604,800. Default 3600.</summary>
    public int ExpiresSeconds { get; init; } = 3600;
}
