using Gatehouse.Ai.Accounting.Prices;
using Gatehouse.Ai.Selection;

namespace Gatehouse.Ai.Pipeline;

/// <summary>What is known of an attempt before it is made. No content.</summary>
internal sealed record AttemptFacts
{
    public required AiCall Call { get; init; }

    public required Deployment Deployment { get; init; }

    /// <summary>The name of the model that is asked: the client's, or that of a fallback.</summary>
    public required string Model { get; init; }

    /// <summary>Number within the request, from 1.</summary>
    public required int Number { get; init; }

    public required TokenEstimate Estimate { get; init; }

    public bool IsStream { get; init; }

    public bool IsEmbedding { get; init; }
}
