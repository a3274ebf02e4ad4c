namespace Gatehouse.Ai.Transport;

/// <summary>Why a call has no answer, or its answer no end.</summary>
internal enum VendorFailure
{
    None,

    /// <summary>Nobody was reached: name, address, connection, TLS. Nothing was sent, so that nothing can cost.</summary>
    NotReached,

    /// <summary>The connection ended before an answer; the vendor may have worked.</summary>
    Reset,

    /// <summary>No answer, or no content, in time.</summary>
    FirstTokenTimeout,

    /// <summary>Nothing moved for too long.</summary>
    IdleTimeout,

    /// <summary>All of it took too long.</summary>
    TotalTimeout,

    /// <summary>What came is not what the protocol allows.</summary>
    Malformed,

    /// <summary>The answer broke off.</summary>
    Truncated,

    /// <summary>The gateway gave up, as a rule because the client left.</summary>
    Cancelled,
}
