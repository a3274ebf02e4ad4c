using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Anthropic;

/// <summary>Why an answer ended.</summary>
internal static class AnthropicStops
{
    public static FinishReason Read(string? reason) => reason switch
    {
        "stop_sequence" => FinishReason.StopSequence,
        "max_tokens" => FinishReason.Length,
        "model_context_window_exceeded" => FinishReason.ContextWindow,
        "tool_use" => FinishReason.ToolCalls,
        "refusal" => FinishReason.Refusal,
        "pause_turn" => FinishReason.Pause,
        _ => FinishReason.Stop,
    };
}
