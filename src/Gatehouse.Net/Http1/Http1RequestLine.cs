namespace Gatehouse.Net.Http1;

/// <summary>A parsed request line (RFC 9112 §3). Spans point into the read buffer.</summary>
public readonly ref struct Http1RequestLine
{
    /// <summary>Method token as sent, case-sensitive.</summary>
    public required ReadOnlySpan<byte> Method { get; init; }

    /// <summary>The whole request-target as sent.</summary>
    public required ReadOnlySpan<byte> Target { get; init; }

    /// <summary>Path of the target without query; <c>/</c> for an absolute-form with an empty path, <c>*</c> for asterisk-form.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>Query without the question mark; empty when there is none (see <see cref="HasQuery"/>).</summary>
    public required ReadOnlySpan<byte> Query { get; init; }

    /// <summary>Authority of an absolute-form or authority-form target, empty otherwise.</summary>
    public required ReadOnlySpan<byte> Authority { get; init; }

    /// <summary>Whether the target had a question mark, also when nothing follows it.</summary>
    public required bool HasQuery { get; init; }

    /// <summary>Form of the target, RFC 9112 §3.2.</summary>
    public required Http1TargetForm Form { get; init; }

    /// <summary>0 for HTTP/1.0, 1 for HTTP/1.1.</summary>
    public required int MinorVersion { get; init; }
}
