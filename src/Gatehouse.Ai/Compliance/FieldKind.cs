namespace Gatehouse.Ai.Compliance;

/// <summary>Where in a request a text stands. Every text that would leave is added to the scan, whatever its kind.</summary>
internal enum FieldKind
{
    /// <summary>System or developer instructions.</summary>
    System,

    User,

    Assistant,

    /// <summary>Reasoning that is sent back.</summary>
    Reasoning,

    /// <summary>Name, description and schema of a tool.</summary>
    ToolDefinition,

    /// <summary>Arguments of a tool call in the history: JSON.</summary>
    ToolArguments,

    ToolResult,

    /// <summary>metadata, user, safety_identifier and their like.</summary>
    Metadata,

    FileName,

    EmbeddingsInput,

    /// <summary>A prompt of the legacy completions.</summary>
    Prompt,

    /// <summary>Any other text that would leave: a stop sequence, a schema of structured output, an unknown field.</summary>
    Other,
}
