namespace Gatehouse.Ai.Canonical;

/// <summary>
/// A failure on its way to the client. The message is the gateway's own or a vendor's words about the client's request; never a
/// credential, an address inside, or protected data.
/// </summary>
internal sealed record AiError(AiErrorKind Kind, string Message)
{
    /// <summary>Path of the field at fault in the client's request, for example <c>messages[0].content</c>; null = none.</summary>
    public string? Field { get; init; }

    /// <summary>The vendor's own code for it (<c>context_length_exceeded</c>, <c>ThrottlingException</c>); null = none.</summary>
    public string? Code { get; init; }

    /// <summary>When another try may succeed; null = not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Status of the vendor's answer; 0 = there was none.</summary>
    public int VendorStatus { get; init; }

    /// <summary>Whether the client's library should try again by itself; null = leave it to the library.</summary>
    public bool? ShouldRetry { get; init; }
}
