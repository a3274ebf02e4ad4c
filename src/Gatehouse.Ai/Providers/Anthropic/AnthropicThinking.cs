using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>How much the model shall think, and the limit of tokens that goes with it: thought counts against it.</summary>
internal readonly record struct AnthropicThinking
{
    private const int DefaultMaxTokens = 4096;
    private const int LeastBudget = 1024;

    /// <summary>enabled, adaptive or disabled; null = not said.</summary>
    public string? Type { get; private init; }

    /// <summary>Tokens of thought, where the type is enabled.</summary>
    public int Budget { get; private init; }

    /// <summary>summarized or omitted; null = not said.</summary>
    public string? Display { get; private init; }

    /// <summary>low to max, for <c>output_config</c>; null = not said.</summary>
    public string? Effort { get; private init; }

    public int MaxTokens { get; private init; }

    public bool IsOn => Type is "enabled" or "adaptive";

    public static AnthropicThinking Of(ChatRequest request, VendorModel model, EncodeNotes notes, Dialect minted)
    {
        int most = model.MaxOutputTokens ?? int.MaxValue;
        int max = request.MaxOutputTokens ?? model.MaxOutputTokens ?? DefaultMaxTokens;
        if (max > most)
        {
            notes.Changed("max_tokens", $"lowered to {most}, the model's most");
            max = most;
        }

        var none = new AnthropicThinking { MaxTokens = max };
        return request.Reasoning is not { } wish ? none
            : request.Format == WireFormat.AnthropicMessages ? AsAsked(wish, none, notes)
            : Translated(request, wish, model, none, notes, minted);
    }

    public void Write(Utf8JsonWriter json)
    {
        if (Type is null)
        {
            return;
        }

        json.WriteStartObject("thinking"u8);
        json.WriteString("type"u8, Type);
        if (Type == "enabled")
        {
            json.WriteNumber("budget_tokens"u8, Budget);
        }

        if (Display is not null && IsOn)
        {
            json.WriteString("display"u8, Display);
        }

        json.WriteEndObject();
    }

    /// <summary>The client speaks the vendor's own words: they are the vendor's to judge, but for a limit that had to be lowered.</summary>
    private static AnthropicThinking AsAsked(ReasoningWish wish, AnthropicThinking none, EncodeNotes notes)
    {
        var asked = none with { Effort = wish.Effort, Display = wish.Summary };
        if (wish.IsOn == false)
        {
            return asked with { Type = "disabled" };
        }

        if (wish.IsAdaptive || wish.BudgetTokens is null)
        {
            return wish.IsAdaptive ? asked with { Type = "adaptive" } : asked;
        }

        return notes.Warnings.Any(w => w.StartsWith("max_tokens:", StringComparison.Ordinal)) && wish.BudgetTokens >= none.MaxTokens
            ? Fit(asked, wish.BudgetTokens.Value, "thinking.budget_tokens", notes)
            : asked with { Type = "enabled", Budget = wish.BudgetTokens.Value };
    }

    private static AnthropicThinking Translated(ChatRequest request, ReasoningWish wish, VendorModel model, AnthropicThinking none, EncodeNotes notes, Dialect minted)
    {
        const string Field = "reasoning_effort";
        if (wish.IsOn == false || wish.Effort == "none")
        {
            return model.HasAdaptiveThinking ? none with { Type = "disabled" } : none;
        }

        if (wish is { Effort: null, BudgetTokens: null, IsAdaptive: false } and not { IsOn: true })
        {
            return none;
        }

        bool isForced = request.ToolChoice is { Kind: ToolChoiceKind.Required or ToolChoiceKind.Named };
        if (isForced)
        {
            notes.Changed(Field, "left out, a model that must call a tool cannot think");
        }

        string? display = wish.Summary is null or "omitted" ? wish.Summary : "summarized";
        if (model.HasAdaptiveThinking)
        {
            if (wish.BudgetTokens is not null)
            {
                notes.Changed("thinking budget", "left to the model, which thinks as much as it finds right");
            }

            string? effort = wish.Effort == "minimal" ? "low" : wish.Effort;
            return none with { Type = isForced ? null : "adaptive", Effort = effort, Display = display };
        }

        if (isForced)
        {
            return none;
        }

        if (AnthropicTurns.IsInLoopWithoutThought(request, minted))
        {
            notes.Changed(Field, "left out, the thought that led to the last tool call is not there");
            return none;
        }

        int budget = Math.Max(wish.BudgetTokens ?? BudgetOf(wish.Effort), LeastBudget);
        if (request.MaxOutputTokens is null)
        {
            // Nobody set a limit: leave room for an answer behind the thought.
            none = none with { MaxTokens = Math.Min(Math.Max(none.MaxTokens, budget + DefaultMaxTokens), model.MaxOutputTokens ?? int.MaxValue) };
        }

        return Fit(none with { Display = display }, budget, Field, notes);
    }

    /// <summary>A quarter of the limit, at most <see cref="DefaultMaxTokens"/>, stays for the answer; what leaves less than the least budget is no thought.</summary>
    private static AnthropicThinking Fit(AnthropicThinking plan, int budget, string field, EncodeNotes notes)
    {
        int room = plan.MaxTokens - Math.Min(plan.MaxTokens / 4, DefaultMaxTokens);
        if (budget <= room)
        {
            return plan with { Type = "enabled", Budget = budget };
        }

        if (room < LeastBudget)
        {
            notes.Changed(field, "left out, the limit of output tokens leaves no room for thought");
            return plan with { Type = null };
        }

        notes.Changed(field, $"budget of thought lowered to {room} tokens, to leave room for the answer");
        return plan with { Type = "enabled", Budget = room };
    }

    private static int BudgetOf(string? effort) => effort switch
    {
        "minimal" or "low" => 1024,
        "high" => 4096,
        "xhigh" => 8192,
        "max" => 16384,
        _ => 2048,
    };
}
