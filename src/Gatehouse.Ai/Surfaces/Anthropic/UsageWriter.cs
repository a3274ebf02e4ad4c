using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Usage as Anthropic has it: <c>input_tokens</c> without cached ones, <c>output_tokens</c> with thought.</summary>
internal static class UsageWriter
{
    /// <summary>
    /// Writes the <c>usage</c> member. <paramref name="estimatedInput"/> stands in for input tokens that nobody has told yet. A cost is written as
    /// <c>cost</c>, in US dollars, where the client wants it.
    /// </summary>
    public static void Write(Utf8JsonWriter json, in TokenUsage usage, string? serviceTier, long estimatedInput, decimal? cost)
    {
        long input = (usage.Input ?? 0) + (usage.InputAudio ?? 0) + (usage.InputImage ?? 0);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.TotalInput == 0 ? estimatedInput : input);
        json.WriteNumber("cache_creation_input_tokens"u8, (usage.CacheWrite ?? 0) + (usage.CacheWriteHour ?? 0));
        json.WriteNumber("cache_read_input_tokens"u8, usage.CacheRead ?? 0);
        json.WriteStartObject("cache_creation"u8);
        json.WriteNumber("ephemeral_5m_input_tokens"u8, usage.CacheWrite ?? 0);
        json.WriteNumber("ephemeral_1h_input_tokens"u8, usage.CacheWriteHour ?? 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, usage.TotalOutput);
        if (usage.Reasoning is { } thought)
        {
            json.WriteStartObject("output_tokens_details"u8);
            json.WriteNumber("thinking_tokens"u8, thought);
            json.WriteEndObject();
        }

        json.WriteNull("server_tool_use"u8);
        json.WriteString("service_tier"u8, serviceTier is "priority" or "batch" ? serviceTier : "standard");
        if (cost is { } dollars)
        {
            json.WriteNumber("cost"u8, dollars);
        }

        json.WriteEndObject();
    }
}
