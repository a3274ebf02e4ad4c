namespace Gatehouse.Ai.Accounting.Ledger;

/// <summary>How an attempt ended. Numbers are in files: never change one.</summary>
internal enum AttemptOutcome : byte
{
    /// <summary>The vendor answered in full.</summary>
    Completed = 0,

    /// <summary>The client left before the end; what was used until then counts.</summary>
    ClientLeft = 1,

    /// <summary>The vendor refused, failed, or was not reached.</summary>
    VendorFailed = 2,

    /// <summary>The vendor's stream broke after content had come.</summary>
    StreamCut = 3,

    /// <summary>Answered from the gateway's cache; no vendor was asked.</summary>
    Cached = 4,

    /// <summary>The node died in the middle: what was reserved counts, because nobody knows better.</summary>
    Interrupted = 5,
}
