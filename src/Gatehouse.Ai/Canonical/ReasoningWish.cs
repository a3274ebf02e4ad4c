namespace Gatehouse.Ai.Canonical;

/// <summary>How much the model shall think. Null properties = not said.</summary>
internal sealed record ReasoningWish
{
    /// <summary>Whether it shall think at all; false = no thought.</summary>
    public bool? IsOn { get; init; }

    /// <summary>none, minimal, low, medium, high, xhigh or max (OpenAI's words).</summary>
    public string? Effort { get; init; }

    /// <summary>Most tokens of thought (Anthropic's budget_tokens).</summary>
    public int? BudgetTokens { get; init; }

    /// <summary>Anthropic's adaptive thinking: as much as the model finds right.</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>How thought is shown: auto, concise, detailed (OpenAI), summarized, omitted (Anthropic).</summary>
    public string? Summary { get; init; }
}
