namespace Gatehouse.Ai.Providers.OpenAi;

/// <summary>What an answer is in the middle of.</summary>
internal enum OpenAiPart
{
    None,
    Text,
    Reasoning,
    Refusal,
    ToolCall,
}
