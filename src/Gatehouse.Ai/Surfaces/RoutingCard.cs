namespace Gatehouse.Ai.Surfaces;

/// <summary>How a model is chosen.</summary>
internal sealed record RoutingCard(string Model, string Selection, int Retries, IReadOnlyList<string> Deployments, IReadOnlyList<string> Fallbacks);
