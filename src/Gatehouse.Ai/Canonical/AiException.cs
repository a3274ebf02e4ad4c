namespace Gatehouse.Ai.Canonical;

/// <summary>Ends the handling of a request with an error for the client.</summary>
internal sealed class AiException(AiError error) : Exception(error.Message)
{
    public AiException(AiErrorKind kind, string message, string? field = null)
        : this(new AiError(kind, message) { Field = field })
    {
    }

    /// <summary>What the client is told.</summary>
    public AiError Error { get; } = error;
}
