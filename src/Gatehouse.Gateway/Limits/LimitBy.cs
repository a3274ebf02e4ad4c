namespace Gatehouse.Gateway.Limits;

/// <summary>Whom a limit tells apart. Where a request has no such thing, its client's address counts, as in Kong.</summary>
internal enum LimitBy : byte
{
    /// <summary>The consumer; the credential when it belongs to none.</summary>
    Consumer,

    /// <summary>The consumer's first group by name: its members share.</summary>
    ConsumerGroup,

    /// <summary>What the client proved to have.</summary>
    Credential,

    /// <summary>The client's address, cut to a prefix.</summary>
    Ip,

    /// <summary>The service: all clients share.</summary>
    Service,

    /// <summary>The route: all clients share.</summary>
    Route,

    /// <summary>All requests to one path share; others count by address.</summary>
    Path,

    /// <summary>The value of a header field.</summary>
    Header,

    /// <summary>A claim of a verified token.</summary>
    Claim,

    /// <summary>What an expression gives.</summary>
    Expression,

    /// <summary>All requests share.</summary>
    Global,
}
