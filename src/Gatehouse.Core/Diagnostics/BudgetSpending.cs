namespace Gatehouse.Core.Diagnostics;

/// <summary>What one of those whom a budget counts has spent of it.</summary>
/// <param name="Consumer">Id of the consumer; empty = nobody known, null = not told apart by it.</param>
/// <param name="Group">The group; null = not told apart by it.</param>
/// <param name="Model">The model; null = not told apart by it.</param>
/// <param name="Usd">US dollars.</param>
public sealed record BudgetSpending(string? Consumer, string? Group, string? Model, decimal Usd);
