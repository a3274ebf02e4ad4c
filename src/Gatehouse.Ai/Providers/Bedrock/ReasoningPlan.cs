using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>How a wish to think is put to a model, and what that forbids elsewhere in the request.</summary>
internal sealed record ReasoningPlan
{
    private const int LeastBudget = 1024;

    private static readonly ReasoningPlan None = new();

    /// <summary>Whether the model will think.</summary>
    public bool IsOn { get; private init; }

    /// <summary>Claude's <c>thinking.type</c>; null = nothing is said.</summary>
    public string? Type { get; private init; }

    /// <summary>Claude's <c>thinking.budget_tokens</c>.</summary>
    public int? Budget { get; private init; }

    /// <summary>Effort in the family's words; null = not said.</summary>
    public string? Effort { get; private init; }

    /// <summary>Claude's <c>thinking.display</c>.</summary>
    public string? Display { get; private init; }

    /// <summary>Makes the plan; tells what cannot be had.</summary>
    public static ReasoningPlan Of(ChatRequest request, VendorModel model, ModelFamily family, EncodeNotes notes)
    {
        if (request.Reasoning is not { } wish)
        {
            return None;
        }

        bool isOff = wish.IsOn == false || wish.Effort == "none";
        switch (family)
        {
            case ModelFamily.Claude when isOff:
                return model.HasAdaptiveThinking ? new() { Type = "disabled" } : None;
            case ModelFamily.Claude:
                var claude = model.HasAdaptiveThinking ? Adaptive(wish, notes) : WithBudget(request, wish, model, notes);
                return wish.Summary is "summarized" or "omitted" && claude.IsOn ? claude with { Display = wish.Summary } : claude;
            case ModelFamily.Nova or ModelFamily.GptOss when isOff:
                return None;
            case ModelFamily.Nova or ModelFamily.GptOss:
                return new() { IsOn = true, Effort = wish.Effort is "minimal" or "low" ? "low" : wish.Effort is "high" or "xhigh" or "max" ? "high" : "medium" };
            default:
                if (!isOff)
                {
                    notes.Unsupported("reasoning_effort", "this model cannot be told how much to think");
                }

                return None;
        }
    }

    private static ReasoningPlan Adaptive(ReasoningWish wish, EncodeNotes notes)
    {
        string? effort = wish.Effort == "minimal" ? "low" : wish.Effort;
        if (wish.BudgetTokens is { } budget)
        {
            notes.Changed("thinking.budget_tokens", "the model decides itself how much to think; sent as effort");
            effort ??= budget < 2048 ? "low" : budget < 8192 ? "medium" : "high";
        }

        return new() { IsOn = true, Type = "adaptive", Effort = effort };
    }

    private static ReasoningPlan WithBudget(ChatRequest request, ReasoningWish wish, VendorModel model, EncodeNotes notes)
    {
        int? most = request.MaxOutputTokens ?? model.MaxOutputTokens;
        int budget = wish.BudgetTokens ?? wish.Effort switch
        {
            "minimal" or "low" => 1024,
            "high" => 4096,
            "xhigh" => 8192,
            "max" => 16_384,
            _ => 2048,
        };
        if (most is { } limit && budget >= limit)
        {
            // Thought counts against the limit of output: leave a quarter of it to the answer.
            budget = limit - Math.Max(1, limit / 4);
            notes.Changed("thinking.budget_tokens", "made smaller than the most output tokens");
        }

        if (budget < LeastBudget)
        {
            notes.Unsupported("reasoning_effort", "fewer than 1024 tokens are left for thinking");
            return None;
        }

        return new() { IsOn = true, Type = "enabled", Budget = budget };
    }
}
