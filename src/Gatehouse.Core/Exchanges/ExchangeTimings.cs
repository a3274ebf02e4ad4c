namespace Gatehouse.Core.Exchanges;

/// <summary>
/// Moments of an exchange as <see cref="TimeProvider.GetTimestamp"/> ticks; 0 = not reached. One clock for all of them, so
/// that the phases add up.
/// </summary>
public struct ExchangeTimings
{
    /// <summary>First byte of the request head was seen.</summary>
    public long Started;

    /// <summary>Routing and access plugins are done; the upstream is looked for.</summary>
    public long AccessDone;

    /// <summary>The last attempt began; for a first one the same as <see cref="AccessDone"/>, choosing and resolving included.</summary>
    public long TryStarted;

    /// <summary>An upstream connection is there.</summary>
    public long UpstreamConnected;

    /// <summary>The request head has been handed to the upstream connection.</summary>
    public long UpstreamSent;

    /// <summary>The final response head of the upstream was seen.</summary>
    public long UpstreamHead;

    /// <summary>The last byte of the upstream's response was seen.</summary>
    public long UpstreamDone;

    /// <summary>The last byte of the answer was handed to the client's connection.</summary>
    public long Completed;
}
