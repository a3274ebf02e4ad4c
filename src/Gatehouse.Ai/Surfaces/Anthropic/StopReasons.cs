using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Anthropic;

/// <summary>Anthropic's words for why an answer ended.</summary>
internal static class StopReasons
{
    public static string Of(FinishReason reason) => reason switch
    {
        FinishReason.StopSequence => "stop_sequence",
        FinishReason.Length => "max_tokens",
        FinishReason.ContextWindow => "model_context_window_exceeded",
        FinishReason.ToolCalls => "tool_use",
        FinishReason.ContentFilter or FinishReason.Refusal => "refusal",
        FinishReason.Pause => "pause_turn",
        _ => "end_turn",
    };
}
