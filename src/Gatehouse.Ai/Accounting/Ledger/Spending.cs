namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>What was spent by whom on what.</summary>
/// <param name="ConsumerId">Id of the consumer; null = none.</param>
/// <param name="ConsumerName">Its name.</param>
/// <param name="Groups">Its groups.</param>
/// <param name="Model">The client's name of the model.</param>
/// <param name="Usd">Sum of known costs.</param>
internal sealed record Spending(string? ConsumerId, string? ConsumerName, IReadOnlyList<string> Groups, string Model, decimal Usd);
