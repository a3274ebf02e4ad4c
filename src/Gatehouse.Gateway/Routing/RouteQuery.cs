using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Routing;

/// <summary>What of a request decides about its route. Borrows the request's memory.</summary>
internal readonly ref struct RouteQuery
{
    /// <summary>The method as sent; compared byte by byte.</summary>
    public required ReadOnlySpan<byte> Method { get; init; }

    /// <summary>Host and optional port as sent: the target's authority, else the Host field.</summary>
    public required ReadOnlySpan<byte> Authority { get; init; }

    /// <summary>The normalised path.</summary>
    public required ReadOnlySpan<byte> Path { get; init; }

    /// <summary>The request's fields.</summary>
    public required HeaderMap Headers { get; init; }

    /// <summary>Whether this very connection speaks TLS: decides whether server names count (a forwarded scheme has none).</summary>
    public required bool IsTls { get; init; }

    /// <summary>Server name of the TLS handshake without trailing dot, empty when none.</summary>
    public required string ServerName { get; init; }

    /// <summary>Port of the listener; stands for the port of the Host field when that has none.</summary>
    public required int ListenerPort { get; init; }
}
