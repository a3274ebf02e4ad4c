using Microsoft.Extensions.Logging;

namespace Gatehouse.Ai.Accounting;

/// <summary>Messages about money. Event ids 4700–4749. Never content, a credential or a connection string.</summary>
internal static partial class AccountingLog
{
    [LoggerMessage(4700, LogLevel.Error, "The ledger's spool has no room for another segment: {Reason}")]
    public static partial void NoRoom(ILogger logger, string reason);

    [LoggerMessage(4701, LogLevel.Critical, "The ledger's spool cannot be written: {Reason}; no attempt is let in until it can")]
    public static partial void DiskFailed(ILogger logger, string reason);

    [LoggerMessage(4702, LogLevel.Warning, "The ledger's database takes nothing: {Reason}; {Pending} bytes wait in the spool")]
    public static partial void StoreLost(ILogger logger, string reason, long pending);

    [LoggerMessage(4703, LogLevel.Information, "The ledger's database takes entries again")]
    public static partial void StoreBack(ILogger logger);

    [LoggerMessage(4704, LogLevel.Error, "Spool segment {Name} cannot be read and was put aside: {Reason}")]
    public static partial void Unreadable(ILogger logger, string name, string reason);

    [LoggerMessage(4705, LogLevel.Warning, "{Count} attempts had not ended when this node last died; they count as they were reserved")]
    public static partial void Recovered(ILogger logger, int count);

    [LoggerMessage(4706, LogLevel.Warning, "Budgets cannot be seeded from the ledger yet: {Reason}")]
    public static partial void NotSeeded(ILogger logger, string reason);

    [LoggerMessage(4707, LogLevel.Warning, "{Count} settlements could not be told to the shared budgets and were given up")]
    public static partial void SettlementsLost(ILogger logger, long count);
}
