namespace Gatehouse.Ai.Accounting.Spooling;

/// <summary>What a record of the spool says. Numbers are in files: never change one.</summary>
internal enum SpoolRecordKind : byte
{
    /// <summary>A vendor is about to be asked. Holds the entry that is true if nothing more is ever heard of the attempt.</summary>
    Started = 1,

    /// <summary>The attempt has ended; holds its entry.</summary>
    Ended = 2,

    /// <summary>No vendor was asked after all; holds the attempt's id only.</summary>
    Voided = 3,
}
