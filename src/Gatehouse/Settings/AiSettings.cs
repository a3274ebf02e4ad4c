namespace Gatehouse.Settings;

/// <summary>Where the LLM gateway keeps its books.</summary>
/// <param name="LedgerUrl">PostgreSQL; null = SQLite.</param>
/// <param name="RedisUrl">Redis for shared budgets; null = none.</param>
public sealed record AiSettings(string? LedgerUrl, Uri? RedisUrl);
