using System.Net;
using Gatehouse.Net.Channels;

namespace Gatehouse.Net.Http1;

/// <summary>What makes two upstream connections interchangeable.</summary>
/// <param name="EndPoint">Address and port.</param>
/// <param name="Tls">TLS identity (server name, verification, CAs, client certificate); null = plaintext. Compared by reference or value equality.</param>
public sealed record Http1PoolKey(IPEndPoint EndPoint, TlsClientSettings? Tls)
{
    /// <summary>Hashed once: keys are made when a snapshot is built and looked up with every request.</summary>
    private readonly int _hash = HashCode.Combine(EndPoint, Tls);

    /// <inheritdoc/>
    public bool Equals(Http1PoolKey? other) =>
        ReferenceEquals(this, other)
        || (other is not null && _hash == other._hash && EndPoint.Equals(other.EndPoint) && Equals(Tls, other.Tls));

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
