using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>One of the answers.</summary>
internal sealed record ChatChoice(int Index, IReadOnlyList<Part> Parts, FinishReason Reason)
{
    public string? StopSequence { get; init; }

    /// <summary>Log probabilities of all tokens in order, each an element of OpenAI's <c>content</c> array.</summary>
    public IReadOnlyList<JsonElement> Logprobs { get; init; } = [];
}
