using Gatehouse.Ai.Canonical;
using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Tests.Providers.Bedrock;

/// <summary>A request, what it becomes, and what is warned of.</summary>
internal sealed record ConverseBody(string Name, ChatRequest Request, string Body, params string[] Warnings)
{
    public VendorModel Model { get; init; } = BedrockModels.Of(BedrockModels.Claude);

    /// <summary>The body as JSON text.</summary>
    public string Json => Body.Replace("\\'", "\\\"", StringComparison.Ordinal).Replace('\'', '"');
}
