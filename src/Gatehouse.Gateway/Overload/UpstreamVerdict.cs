namespace Gatehouse.Gateway.Overload;

/// <summary>What the end of a request tells about the load of its service.</summary>
internal enum UpstreamVerdict
{
    /// <summary>An answer; its latency counts.</summary>
    Answered,

    /// <summary>A time-out, or a refusal of the service because of load.</summary>
    Overloaded,

    /// <summary>Nothing: the client left, the service could not be reached, or it failed fast.</summary>
    Ignored,
}
