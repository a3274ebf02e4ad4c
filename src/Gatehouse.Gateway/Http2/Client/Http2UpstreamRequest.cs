using System.Net;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>What to ask of an upstream. Read while <see cref="Http2UpstreamCall.SendAsync"/> starts; nothing of it is kept.</summary>
internal readonly ref struct Http2UpstreamRequest
{
    /// <summary>Where to connect.</summary>
    public required IPEndPoint EndPoint { get; init; }

    public required RequestMethod Method { get; init; }

    /// <summary>Value of <c>:authority</c>: host, and port where it is not the scheme's own.</summary>
    public required ReadOnlySpan<byte> Authority { get; init; }

    /// <summary>Path and query exactly as they shall be sent; starts with <c>/</c>, or is <c>*</c>.</summary>
    public required ReadOnlySpan<byte> Target { get; init; }

    /// <summary>
    /// Fields to send. Left out: Host, Content-Length, hop-by-hop fields and those that Connection names; of TE only
    /// <c>trailers</c> stays.
    /// </summary>
    public required HeaderMap Headers { get; init; }

    /// <summary>Whether a body follows; it is written with <see cref="Http2UpstreamCall.WriteBodyAsync"/>.</summary>
    public bool HasBody { get; init; }

    /// <summary>Size of the body, null when unknown.</summary>
    public long? ContentLength { get; init; }

    /// <summary>Milliseconds for TCP and TLS together. service.connect_timeout.</summary>
    public required int ConnectTimeoutMilliseconds { get; init; }

    /// <summary>
    /// Milliseconds without progress in either direction: service.read_timeout. A call that streams one way is alive.
    /// </summary>
    public required int IdleTimeoutMilliseconds { get; init; }
}
