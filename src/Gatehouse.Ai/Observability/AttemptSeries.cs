using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Ai.Observability;

/// <summary>Handles of the GenAI metrics of attempts that look alike.</summary>
internal sealed record AttemptSeries(Histogram Duration, Histogram Input, Histogram Output, Histogram FirstToken, Histogram PerChunk);
