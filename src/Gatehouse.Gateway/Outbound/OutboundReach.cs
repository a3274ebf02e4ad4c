namespace Gatehouse.Gateway.Outbound;

/// <summary>Which addresses a call may go to: who said where it goes decides.</summary>
internal enum OutboundReach
{
    /// <summary>The operator wrote the URL: anywhere, private networks and this machine included.</summary>
    Configured,

    /// <summary>A document named its own origin: as the operator's, but no link-local and no metadata address.</summary>
    SameOrigin,

    /// <summary>A document named somebody else: public addresses only.</summary>
    Public,
}
