namespace Gatehouse.Fuzz;

/// <summary>What a run did. Counts of accepted messages tell whether the mutations still reach the inside.</summary>
internal sealed record FuzzReport(int Inputs, int AcceptedRequests, int AcceptedResponses, string? Failure);
