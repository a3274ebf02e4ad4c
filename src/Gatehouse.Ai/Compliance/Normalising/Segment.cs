namespace Gatehouse.Ai.Compliance.Normalising;

/// <summary>
/// From <paramref name="Out"/> on, normalised text came from <paramref name="Source"/> on. <paramref name="SourceLength"/> is the length of
/// what became one or several characters together; -1 where characters correspond one by one.
/// </summary>
internal readonly record struct Segment(int Out, int Source, int SourceLength);
