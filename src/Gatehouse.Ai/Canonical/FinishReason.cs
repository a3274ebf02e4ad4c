namespace Gatehouse.Ai.Canonical;

/// <summary>Why an answer ended.</summary>
internal enum FinishReason
{
    /// <summary>The model was done.</summary>
    Stop,

    /// <summary>One of the client's stop sequences came.</summary>
    StopSequence,

    /// <summary>The limit of output tokens.</summary>
    Length,

    /// <summary>The context window is full.</summary>
    ContextWindow,

    /// <summary>The model waits for tools.</summary>
    ToolCalls,

    /// <summary>The vendor's filter stopped it.</summary>
    ContentFilter,

    /// <summary>The model refused.</summary>
    Refusal,

    /// <summary>A long turn was paused (Anthropic's pause_turn).</summary>
    Pause,

    /// <summary>The model's output could not be understood by its vendor (Bedrock's malformed_*).</summary>
    Malformed,
}
