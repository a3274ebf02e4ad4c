namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>Names of outcomes in tables, queries and exports.</summary>
internal static class AttemptOutcomeNames
{
    private static readonly string[] Names = ["completed", "client_left", "vendor_failed", "stream_cut", "cached", "interrupted"];

    /// <summary>The name.</summary>
    public static string NameOf(AttemptOutcome outcome) => Names[(int)outcome];

    /// <summary>Whether there is such an outcome, and which it is.</summary>
    public static bool TryParse(string name, out AttemptOutcome outcome)
    {
        int index = Array.IndexOf(Names, name);
        outcome = (AttemptOutcome)Math.Max(index, 0);
        return index >= 0;
    }
}
