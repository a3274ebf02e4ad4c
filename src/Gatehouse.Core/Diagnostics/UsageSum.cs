namespace Gatehouse.Core.Diagnostics;

/// <summary>One sum of the LLM gateway's ledger.</summary>
/// <param name="Keys">What it is told apart by, as asked; null = nobody, nothing.</param>
/// <param name="Attempts">Attempts.</param>
/// <param name="Tokens">Tokens by class, under the ledger's names; null = no vendor said.</param>
/// <param name="Usd">Sum of the costs that are known, exact.</param>
/// <param name="Unpriced">Attempts whose cost is not known.</param>
/// <param name="Estimated">Attempts with an estimate in them.</param>
public sealed record UsageSum(
    IReadOnlyList<string?> Keys, long Attempts, IReadOnlyList<KeyValuePair<string, long?>> Tokens, decimal Usd, long Unpriced, long Estimated);
