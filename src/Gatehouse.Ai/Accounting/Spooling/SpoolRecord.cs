using Gatehouse.Ai.Accounting.Ledger;

namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>A record that was read.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="AttemptId">Of which attempt.</param>
/// <param name="Entry">The entry; null with <see cref="SpoolRecordKind.Voided"/>.</param>
/// <param name="Next">Position behind it.</param>
internal readonly record struct SpoolRecord(SpoolRecordKind Kind, Guid AttemptId, LedgerEntry? Entry, long Next);
