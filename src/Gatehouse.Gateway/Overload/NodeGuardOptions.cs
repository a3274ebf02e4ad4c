namespace Gatehouse.Gateway.Overload;

/// <summary>What a node takes before it refuses requests. 0 turns a guard off.</summary>
public sealed record NodeGuardOptions
{
    /// <summary>Requests in flight on the node. Default 50,000: with HTTP/2 the number of connections bounds little.</summary>
    public int MaxRequests { get; init; } = 50_000;

    /// <summary>Memory of the process in RAM, percent of what .NET may use: the machine's, or of a container's limit three quarters unless DOTNET_GCHeapHardLimit says otherwise. Default 90.</summary>
    public int MaxMemoryPercent { get; init; } = 90;

    /// <summary>How late a loop comes to its events. Default 500 ms.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMilliseconds(500);
}
