namespace Gatehouse.Bench;

/// <summary>A measurement that cannot be trusted or could not be made; ends the run with exit code 1.</summary>
internal sealed class BenchException(string message) : Exception(message);
