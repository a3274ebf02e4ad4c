namespace Gatehouse.Ai.Surfaces;

/// <summary>How Redis answered.</summary>
/// <param name="IsConnected">Whether it did.</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Error">Why it did not; null = it did.</param>
internal sealed record RedisCard(bool IsConnected, double Milliseconds, string? Error);
