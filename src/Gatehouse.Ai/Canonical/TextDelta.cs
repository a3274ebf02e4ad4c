using System.Text.Json;

namespace Gatehouse.Ai.Canonical;

/// <summary>More text.</summary>
internal sealed record TextDelta(string Text) : ChatEvent
{
    /// <summary>Log probabilities of these tokens: an array as OpenAI's <c>logprobs.content</c>; undefined = none.</summary>
    public JsonElement Logprobs { get; init; }

    /// <inheritdoc/>
    public override bool IsContent => Text.Length > 0;
}
