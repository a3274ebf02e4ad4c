namespace Gatehouse.Ai.Canonical;

/// <summary>Sound in the input. <paramref name="Format"/> is a short name such as <c>wav</c> or <c>mp3</c>.</summary>
internal sealed record AudioPart(MediaSource Source, string Format) : Part;
