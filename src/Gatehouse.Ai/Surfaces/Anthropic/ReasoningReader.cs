using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Surfaces.Reading;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Reads <c>thinking</c> and <c>output_config.effort</c>.</summary>
internal static class ReasoningReader
{
    /// <summary>Anthropic's least budget of thought.</summary>
    private const int LeastBudget = 1024;

    public static ReasoningWish? Read(Field? thinking, Field? config, List<ForeignField> foreign)
    {
        config?.KeepOthers(foreign, areHints: false, "effort", "format");
        string? effort = config?.Of("effort")?.Word("low", "medium", "high", "xhigh", "max");
        if (thinking is not { } field)
        {
            return effort is null ? null : new ReasoningWish { Effort = effort };
        }

        field.KeepOthers(foreign, areHints: false, "type", "budget_tokens", "display");
        string type = field.Need("type").Word("enabled", "adaptive", "disabled");
        if (type != "enabled" && field.Of("budget_tokens") is { } stray)
        {
            throw stray.Wrong("absent unless thinking.type is enabled");
        }

        return new ReasoningWish
        {
            IsOn = type != "disabled",
            IsAdaptive = type == "adaptive",
            BudgetTokens = type == "enabled" ? field.Need("budget_tokens").Whole(LeastBudget) : null,
            Summary = field.Of("display")?.Word("summarized", "omitted"),
            Effort = effort,
        };
    }
}
