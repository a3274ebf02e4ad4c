using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.OpenAi.Chat;

/// <summary>Words of chat completions, and what is the same in whole answers and chunks.</summary>
internal static class ChatWords
{
    /// <summary>finish_reason; whole sequences of stops, pauses and what the vendor could not understand end like any other.</summary>
    public static string Reason(FinishReason reason) => reason switch
    {
        FinishReason.Length or FinishReason.ContextWindow => "length",
        FinishReason.ToolCalls => "tool_calls",
        FinishReason.ContentFilter or FinishReason.Refusal => "content_filter",
        _ => "stop",
    };

    /// <summary>The vendor's id where it is one of this dialect, else one made of the request's.</summary>
    public static string Id(string? vendors, string prefix, AnswerContext context)
        => vendors is not null && vendors.StartsWith(prefix, StringComparison.Ordinal) ? vendors : prefix + context.RequestId;

    /// <summary>A signature for a client to keep: of another dialect it is marked with its origin.</summary>
    public static string? Keep(string? proof, Dialect? origin)
        => proof is null || origin is null or Dialect.OpenAi ? proof : SignatureTag.Put(origin.Value, proof);
}
