namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>A segment as who reads it sees it.</summary>
/// <param name="Sequence">Its place in the order.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Bytes">How far it may be read.</param>
/// <param name="IsSealed">Whether nothing will be added.</param>
internal readonly record struct SpoolExtent(long Sequence, string Path, long Bytes, bool IsSealed);
