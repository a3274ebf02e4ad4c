using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>
/// What a client asks of a model, in no vendor's words. Made by a surface, read by a provider; immutable. What a client did not say is
/// null, so that the vendor's own default holds.
/// </summary>
internal sealed record ChatRequest
{
    /// <summary>The name the client used for the model.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation, instructions included.</summary>
    public required IReadOnlyList<Message> Messages { get; init; }

    /// <summary>Shape of the request as it came in.</summary>
    public required WireFormat Format { get; init; }

    /// <summary>Whether the answer shall be streamed.</summary>
    public bool IsStream { get; init; }

    /// <summary>Whether the client wants the usage at the end of a stream, where its dialect lets it choose.</summary>
    public bool WantsUsage { get; init; }

    public IReadOnlyList<Tool> Tools { get; init; } = [];

    public ToolChoice? ToolChoice { get; init; }

    /// <summary>Whether several calls in one answer are welcome.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>Most tokens of the answer, thought included.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>0–2 in OpenAI's scale, 0–1 in Anthropic's; as the client wrote it.</summary>
    public double? Temperature { get; init; }

    public double? TopP { get; init; }

    public int? TopK { get; init; }

    public double? MinP { get; init; }

    public long? Seed { get; init; }

    public double? PresencePenalty { get; init; }

    public double? FrequencyPenalty { get; init; }

    /// <summary>Token id to bias, as OpenAI has it; undefined = none.</summary>
    public JsonElement LogitBias { get; init; }

    public IReadOnlyList<string> StopSequences { get; init; } = [];

    /// <summary>Whether log probabilities of the answer's tokens are wanted.</summary>
    public bool WantsLogprobs { get; init; }

    public int? TopLogprobs { get; init; }

    /// <summary>Answers wanted (OpenAI's n), at least 1.</summary>
    public int Choices { get; init; } = 1;

    public ResponseFormat? ResponseFormat { get; init; }

    public ReasoningWish? Reasoning { get; init; }

    /// <summary>OpenAI's low, medium or high.</summary>
    public string? Verbosity { get; init; }

    /// <summary>The client's own name for its user (OpenAI's user, Anthropic's metadata.user_id).</summary>
    public string? User { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Vendor's class of service as the client wrote it.</summary>
    public string? ServiceTier { get; init; }

    /// <summary>OpenAI's hint that requests share a prefix.</summary>
    public string? PromptCacheKey { get; init; }

    /// <summary>
    /// Previews of a vendor that the client opted into (Anthropic's <c>anthropic-beta</c> header, one name each): sent on to that vendor's family, of no
    /// meaning to others and no reason to refuse.
    /// </summary>
    public IReadOnlyList<string> Betas { get; init; } = [];

    /// <summary>Fields without a canonical word, never dropped silently.</summary>
    public IReadOnlyList<ForeignField> Foreign { get; init; } = [];

    /// <summary>What the surface that made the request wants to know again when it writes the answer; nobody else reads it.</summary>
    public object? SurfaceState { get; init; }
}
