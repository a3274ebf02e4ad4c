namespace Gatehouse.Ai.Observability;

/// <summary>What attempts that look alike have in common.</summary>
internal readonly record struct AttemptLabels(string Operation, string Provider, string RequestModel, string ResponseModel, string Error);
