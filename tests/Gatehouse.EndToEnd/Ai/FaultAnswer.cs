namespace Gatehouse.EndToEnd.Ai;

/// <summary>What a client got. <paramref name="Text"/> is Latin-1, one character a byte.</summary>
internal sealed record FaultAnswer(int Status, string Text, string RequestId, string? ShouldRetry);
