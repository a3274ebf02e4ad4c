namespace Gatehouse.Ai.Canonical;

/// <summary>An image. <paramref name="Detail"/> is OpenAI's <c>low</c>, <c>high</c> or <c>auto</c>; null = not said.</summary>
internal sealed record ImagePart(MediaSource Source, string? Detail = null) : Part;
