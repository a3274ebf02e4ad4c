namespace Gatehouse.Ai.Configuration;

/// <summary>What ids of vendors' models say about them.</summary>
internal static class VendorHints
{
    private static readonly string[] ByBudget = ["claude-3", "claude-haiku-4-5", "claude-sonnet-4-5", "claude-opus-4-1", "claude-opus-4-2", "claude-sonnet-4-2", "claude-opus-4-5"];

    /// <summary>Whether a Claude model takes adaptive thinking: all after the 4.5 generation.</summary>
    public static bool HasAdaptiveThinking(string model)
        => model.Contains("claude", StringComparison.Ordinal) && !ByBudget.Any(known => model.Contains(known, StringComparison.Ordinal));
}
