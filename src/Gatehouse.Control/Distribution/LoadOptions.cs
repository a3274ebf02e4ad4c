namespace Gatehouse.Control.Distribution;

/// <summary>How a load is done.</summary>
/// <param name="Origin">Where the text comes from, for the log: a path or <c>POST /config</c>.</param>
/// <param name="SkipsUnchanged">Whether a configuration with the hash of the current one is left alone.</param>
/// <param name="WaitsForTurn">Whether to wait while another load is running.</param>
public sealed record LoadOptions(string Origin, bool SkipsUnchanged = true, bool WaitsForTurn = true);
