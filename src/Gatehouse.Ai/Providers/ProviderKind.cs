namespace Gatehouse.Ai.Providers;

/// <summary>A vendor's API.</summary>
internal enum ProviderKind
{
    OpenAi,

    AzureOpenAi,

    /// <summary>Any other endpoint that speaks OpenAI's dialect: vLLM, llama.cpp, Groq, Mistral, DeepSeek.</summary>
    OpenAiCompatible,

    Anthropic,

    Bedrock,

    Ollama,

    /// <summary>The deterministic model inside the gateway.</summary>
    Sandbox,
}
