namespace Gatehouse.Settings;

/// <summary>What the node takes before it refuses requests; 0 turns a guard off.</summary>
/// <param name="MaxRequests">Requests in flight.</param>
/// <param name="MaxMemoryPercent">Memory of the process, percent of what it may use.</param>
/// <param name="MaxLag">Lateness of an event loop.</param>
public sealed record OverloadSettings(int MaxRequests, int MaxMemoryPercent, TimeSpan MaxLag);
