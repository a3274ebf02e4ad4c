namespace Gatehouse.Gateway.Upstreams;

/// <summary>What came of choosing a peer.</summary>
internal enum ChoiceOutcome
{
    /// <summary>There is one.</summary>
    Chosen,

    /// <summary>No name of the upstream has been answered yet: wait with <see cref="Upstream.WaitForAddressesAsync"/>.</summary>
    Pending,

    /// <summary>No target has an address and a weight above 0 (503 "failure to get a peer from the ring-balancer").</summary>
    NoHealthyTarget,

    /// <summary>The service's host name has no address (503 "name resolution failed").</summary>
    NameResolutionFailed,
}
