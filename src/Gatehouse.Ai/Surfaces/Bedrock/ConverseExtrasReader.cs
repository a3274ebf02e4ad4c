using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Bedrock;

/// <summary>
/// Reads <c>additionalModelRequestFields</c>, whose content is the model's affair: what clients commonly put there gets its canonical word where it has
/// the form that AWS documents, the rest is kept.
/// </summary>
internal static class ConverseExtrasReader
{
    public static ChatRequest Read(ChatRequest request, ConverseField extras)
    {
        foreach (var (name, field) in extras.Members())
        {
            var value = field.Value;
            switch (name)
            {
                case "thinking" or "reasoning_config" when ReadThinking(request.Reasoning, value) is { } wish:
                    request = request with { Reasoning = wish };
                    break;
                case "reasoningConfig" when ReadNova(request.Reasoning, value) is { } wish:
                    request = request with { Reasoning = wish };
                    break;
                case "reasoning_effort" when value.ValueKind == JsonValueKind.String:
                    request = request with { Reasoning = (request.Reasoning ?? new()) with { Effort = value.GetString() } };
                    break;
                case "top_k" when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int topK):
                    request = request with { TopK = topK };
                    break;
                case "anthropic_beta" when value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static b => b.ValueKind == JsonValueKind.String):
                    request = request with { Betas = [.. value.EnumerateArray().Select(static b => b.GetString()!)] };
                    break;
                default:
                    field.Keep();
                    break;
            }
        }

        return request;
    }

    // Claude: {"type":"enabled","budget_tokens":n}, {"type":"adaptive","display":…}, {"type":"disabled"}
    private static ReasoningWish? ReadThinking(ReasoningWish? before, JsonElement thinking)
    {
        if (thinking.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var wish = before ?? new();
        foreach (var member in thinking.EnumerateObject())
        {
            switch (member.Name)
            {
                case "type" when Is(member.Value, "enabled"):
                    wish = wish with { IsOn = true };
                    break;
                case "type" when Is(member.Value, "adaptive"):
                    wish = wish with { IsOn = true, IsAdaptive = true };
                    break;
                case "type" when Is(member.Value, "disabled"):
                    wish = wish with { IsOn = false };
                    break;
                case "budget_tokens" when member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt32(out int budget):
                    wish = wish with { BudgetTokens = budget };
                    break;
                case "display" when member.Value.ValueKind == JsonValueKind.String:
                    wish = wish with { Summary = member.Value.GetString() };
                    break;
                default:
                    return null;
            }
        }

        return wish;
    }

    // Nova: {"type":"enabled","maxReasoningEffort":"low"}
    private static ReasoningWish? ReadNova(ReasoningWish? before, JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var wish = before ?? new();
        foreach (var member in config.EnumerateObject())
        {
            switch (member.Name)
            {
                case "type" when Is(member.Value, "enabled") || Is(member.Value, "disabled"):
                    wish = wish with { IsOn = Is(member.Value, "enabled") };
                    break;
                case "maxReasoningEffort" when member.Value.ValueKind == JsonValueKind.String:
                    wish = wish with { Effort = member.Value.GetString() };
                    break;
                default:
                    return null;
            }
        }

        return wish;
    }

    private static bool Is(JsonElement value, string text) => value.ValueKind == JsonValueKind.String && value.ValueEquals(text);
}
