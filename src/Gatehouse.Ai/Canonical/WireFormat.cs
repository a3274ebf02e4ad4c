namespace Gatehouse.Ai.Canonical;

/// <summary>
/// The exact shape of a request and its answer on the wire. Where a surface and a provider name the same one and nothing has to change,
/// bytes pass through.
/// </summary>
internal enum WireFormat
{
    /// <summary>A shape that only one side speaks.</summary>
    None,

    /// <summary>OpenAI <c>/v1/chat/completions</c>.</summary>
    OpenAiChat,

    /// <summary>OpenAI <c>/v1/completions</c>.</summary>
    OpenAiCompletions,

    /// <summary>OpenAI <c>/v1/responses</c>.</summary>
    OpenAiResponses,

    /// <summary>OpenAI <c>/v1/embeddings</c>.</summary>
    OpenAiEmbeddings,

    /// <summary>Anthropic <c>/v1/messages</c>.</summary>
    AnthropicMessages,

    /// <summary>Bedrock <c>/model/{id}/converse</c> and <c>/converse-stream</c>.</summary>
    BedrockConverse,

    /// <summary>Ollama <c>/api/chat</c>.</summary>
    OllamaChat,

    /// <summary>Ollama <c>/api/generate</c>.</summary>
    OllamaGenerate,

    /// <summary>Ollama <c>/api/embed</c>.</summary>
    OllamaEmbed,
}
