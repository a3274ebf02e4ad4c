namespace Gatehouse.EndToEnd.Ai;

/// <summary>An attempt as the gateway's ledger has it.</summary>
/// <param name="AttemptId">The attempt's own id.</param>
/// <param name="Deployment">Who was asked.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Input">Input tokens without cached ones.</param>
/// <param name="Output">Output tokens.</param>
/// <param name="IsEstimated">Whether the vendor did not count them.</param>
/// <param name="Nano">Cost in billionths of a US dollar; null = not known.</param>
internal sealed record LedgerRow(string AttemptId, string Deployment, string Outcome, long? Input, long? Output, bool IsEstimated, long? Nano);
