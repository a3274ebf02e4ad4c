using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>One sum.</summary>
/// <param name="Keys">What it is told apart by, as asked; null = nobody, nothing.</param>
/// <param name="Attempts">Number of entries.</param>
/// <param name="Usage">Tokens by class.</param>
/// <param name="Usd">Sum of known costs, exact.</param>
/// <param name="Unpriced">Entries whose cost is not known.</param>
/// <param name="Estimated">Entries with an estimate in them.</param>
internal sealed record UsageRow(IReadOnlyList<string?> Keys, long Attempts, TokenUsage Usage, decimal Usd, long Unpriced, long Estimated);
