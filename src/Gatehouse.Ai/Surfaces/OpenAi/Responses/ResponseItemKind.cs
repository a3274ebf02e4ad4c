namespace Gatehouse.Ai.Surfaces.OpenAi.Responses;

/// <summary>What an output item is.</summary>
internal enum ResponseItemKind
{
    Message,
    FunctionCall,
    Reasoning,
}
