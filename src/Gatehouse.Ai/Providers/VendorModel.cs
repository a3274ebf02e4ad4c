namespace Gatehouse.Ai.Providers;

/// <summary>A model at a provider, as encoders need to know it.</summary>
internal sealed record VendorModel
{
    public required ProviderAddress Provider { get; init; }

    /// <summary>The vendor's id of the model (Azure: the deployment's name, Bedrock: model id, profile or ARN).</summary>
    public required string Id { get; init; }

    /// <summary>Most output tokens the model gives; null = not known.</summary>
    public int? MaxOutputTokens { get; init; }

    /// <summary>Bedrock: call InvokeModel with the model's own body instead of Converse.</summary>
    public bool UsesInvoke { get; init; }

    /// <summary>Whether the model takes a JSON schema for its answer natively; otherwise a provider may use a forced tool.</summary>
    public bool TakesJsonSchema { get; init; } = true;

    /// <summary>Whether thinking is asked for in the adaptive way (new Claude models) instead of by budget.</summary>
    public bool HasAdaptiveThinking { get; init; }
}
