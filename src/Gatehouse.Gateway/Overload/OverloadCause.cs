namespace Gatehouse.Gateway.Overload;

/// <summary>Why a node refuses requests.</summary>
internal enum OverloadCause
{
    None,

    /// <summary>Too many in flight.</summary>
    Requests,

    /// <summary>Memory runs out.</summary>
    Memory,

    /// <summary>A loop comes late to its events.</summary>
    Lag,
}
