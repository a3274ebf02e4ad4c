namespace Gatehouse.Gateway.Upstreams.Balancing;

/// <summary>What of a request is hashed (<c>hash_on</c>, <c>hash_fallback</c>).</summary>
internal enum HashInput
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Id of the consumer, else of the credential.</summary>
    Consumer,

    /// <summary>The client's address.</summary>
    Ip,

    /// <summary>All values of a header field.</summary>
    Header,

    /// <summary>A cookie, made where it is missing.</summary>
    Cookie,

    /// <summary>The normalised path.</summary>
    Path,

    /// <summary>All values of a query parameter, in any order.</summary>
    QueryArg,

    /// <summary>A capture group of the route's path.</summary>
    UriCapture,
}
