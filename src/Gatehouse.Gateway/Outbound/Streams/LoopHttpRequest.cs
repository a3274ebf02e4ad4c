using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Outbound.Streams;

/// <summary>
/// A call to be made. Whatever it refers to stays as it is until the head of the answer is there (<see cref="LoopHttpClient.SendAsync"/>
/// completed): the request may be sent twice.
/// </summary>
internal sealed class LoopHttpRequest
{
    /// <summary>Where to.</summary>
    public required LoopHttpEndpoint Endpoint { get; init; }

    /// <summary>Default POST.</summary>
    public RequestMethod Method { get; init; } = RequestMethod.Post;

    /// <summary>Path and query as they go on the wire, encoded, from the first slash.</summary>
    public required ReadOnlyMemory<byte> Target { get; init; }

    /// <summary>
    /// Header fields. Framing is the client's own; Host is the endpoint's unless it is among them. None other is added: no
    /// Accept-Encoding, no User-Agent.
    /// </summary>
    public required HeaderMap Headers { get; init; }

    /// <summary>The body, at most 32 MiB; empty = <c>Content-Length: 0</c> with methods that have one, else none.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Time limits.</summary>
    public LoopHttpTimeouts Timeouts { get; init; } = LoopHttpTimeouts.Default;
}
