namespace Gatehouse.Gateway.Overload;

/// <summary>What the end of a request tells about the load of its service.</summary>
internal enum UpstreamVerdict
{
    /// <summary>An answer; its latency counts.</summary>
    Answered,

    /// <summary>A time-out, or a refusal of the service because of load.</summary>
    Overloaded,

    /// <summary>It came back, but its time tells nothing: an error of the service, or it could not be reached.</summary>
    Failed,

    /// <summary>Nothing: the client left, or the request never went out.</summary>
    Ignored,
}
