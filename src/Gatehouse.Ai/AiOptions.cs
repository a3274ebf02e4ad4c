namespace Gatehouse.Ai;

/// <summary>How the LLM gateway of a node keeps its books.</summary>
public sealed record AiOptions
{
    /// <summary>Folder for the spool and, unless <see cref="LedgerUrl"/> is set, the ledger. Made at the first request.</summary>
    public required string Directory { get; init; }

    /// <summary>PostgreSQL for the ledger, as a URL <c>postgres://user:password@host:port/database</c> or a connection string; null = SQLite in <see cref="Directory"/>.</summary>
    public string? LedgerUrl { get; init; }

    /// <summary>Redis for budgets and kept answers that several nodes share, as <c>redis[s]://[user:password@]host:port[/database]</c>; null = each node for itself.</summary>
    public Uri? RedisUrl { get; init; }

    /// <summary>The gateway's version.</summary>
    public required string Version { get; init; }
}
