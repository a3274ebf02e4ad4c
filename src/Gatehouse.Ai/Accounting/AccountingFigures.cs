namespace Gatehouse.Ai.Accounting;

/// <summary>How the books are doing.</summary>
/// <param name="SpoolBytes">Bytes of the spool's files.</param>
/// <param name="Records">Records that the spool took.</param>
/// <param name="Refused">Attempts that it refused.</param>
/// <param name="Lost">Ends that found no room anywhere.</param>
/// <param name="Shipped">Entries that the database has committed.</param>
/// <param name="OpenAttempts">Attempts that have begun and not ended.</param>
/// <param name="IsStoreUp">Whether the last delivery succeeded.</param>
/// <param name="SettlementsWaiting">Settlements that shared budgets have not heard.</param>
/// <param name="SettlementsLost">Settlements that they never will.</param>
internal readonly record struct AccountingFigures(
    long SpoolBytes,
    long Records,
    long Refused,
    long Lost,
    long Shipped,
    int OpenAttempts,
    bool IsStoreUp,
    int SettlementsWaiting,
    long SettlementsLost);
