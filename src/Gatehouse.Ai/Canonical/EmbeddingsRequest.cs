namespace Gatehouse.Ai.Canonical;

/// <summary>Texts to be embedded.</summary>
internal sealed record EmbeddingsRequest
{
    /// <summary>The name the client used for the model.</summary>
    public required string Model { get; init; }

    public required WireFormat Format { get; init; }

    /// <summary>The texts; empty where <see cref="Tokens"/> is used.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>Inputs that the client has split into tokens already (OpenAI); no other vendor takes them.</summary>
    public IReadOnlyList<int[]> Tokens { get; init; } = [];

    /// <summary>Numbers per vector; null = the model's own.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Whether the client wants vectors as base64 of little-endian floats (OpenAI).</summary>
    public bool WantsBase64 { get; init; }

    public string? User { get; init; }

    /// <summary>Whether a text that is too long is cut (Ollama's truncate).</summary>
    public bool? Truncates { get; init; }

    public IReadOnlyList<ForeignField> Foreign { get; init; } = [];
}
