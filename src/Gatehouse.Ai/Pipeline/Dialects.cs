using Gatehouse.Ai.Providers;
using Gatehouse.Ai.Providers.Anthropic;
using Gatehouse.Ai.Providers.Bedrock;
using Gatehouse.Ai.Providers.Ollama;
using Gatehouse.Ai.Providers.OpenAi;
using Gatehouse.Ai.Surfaces;
using Gatehouse.Ai.Surfaces.Anthropic;
using Gatehouse.Ai.Surfaces.Bedrock;
using Gatehouse.Ai.Surfaces.Ollama;
using Gatehouse.Ai.Surfaces.OpenAi;
using Gatehouse.Ai.Surfaces.Own;

namespace Gatehouse.Ai.Pipeline;

/// <summary>The inventory: every client dialect and every vendor API. A new one is a new line here.</summary>
internal static class Dialects
{
    /// <summary>Client dialects.</summary>
    public static Surface[] Surfaces() => [new OpenAiSurface(), new AnthropicSurface(), new OllamaSurface(), new BedrockSurface(), new OwnSurface()];

    /// <summary>Vendor APIs.</summary>
    public static ProviderCatalog Providers(TimeProvider time)
    {
        var anthropic = new AnthropicProvider();
        return new ProviderCatalog(new Dictionary<ProviderKind, Provider>
        {
            [ProviderKind.OpenAi] = new OpenAiProvider(ProviderKind.OpenAi),
            [ProviderKind.AzureOpenAi] = new OpenAiProvider(ProviderKind.AzureOpenAi),
            [ProviderKind.OpenAiCompatible] = new OpenAiProvider(ProviderKind.OpenAiCompatible),
            [ProviderKind.Sandbox] = new OpenAiProvider(ProviderKind.Sandbox),
            [ProviderKind.Anthropic] = anthropic,
            [ProviderKind.Bedrock] = new BedrockProvider(time, anthropic: anthropic),
            [ProviderKind.Ollama] = new OllamaProvider(),
        });
    }
}
