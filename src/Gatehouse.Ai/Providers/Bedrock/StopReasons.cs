using System.Text.Json;
using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>Converse's stop reasons.</summary>
internal static class StopReasons
{
    /// <summary>What a reason means; one that is not known yet counts as a stop.</summary>
    public static FinishReason Of(string? reason) => reason switch
    {
        "tool_use" => FinishReason.ToolCalls,
        "max_tokens" => FinishReason.Length,
        "stop_sequence" => FinishReason.StopSequence,
        "guardrail_intervened" or "content_filtered" => FinishReason.ContentFilter,
        "malformed_model_output" or "malformed_tool_use" => FinishReason.Malformed,
        "model_context_window_exceeded" => FinishReason.ContextWindow,
        "refusal" => FinishReason.Refusal,
        _ => FinishReason.Stop,
    };

    /// <summary>The end of an answer. <paramref name="calledOnlyAnswer"/>: the only call was <see cref="JsonAnswerTool"/>, which is no call to the client.</summary>
    public static AnswerFinished Finished(JsonElement stop, bool calledOnlyAnswer)
    {
        var reason = Of(stop.TryGetProperty("stopReason", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null);
        return new(reason == FinishReason.ToolCalls && calledOnlyAnswer ? FinishReason.Stop : reason) { StopSequence = SequenceOf(stop) };
    }

    private static string? SequenceOf(JsonElement stop)
        => stop.TryGetProperty("additionalModelResponseFields", out var more) && more.ValueKind == JsonValueKind.Object
            && more.TryGetProperty("stop_sequence", out var sequence) && sequence.ValueKind == JsonValueKind.String ? sequence.GetString() : null;
}
