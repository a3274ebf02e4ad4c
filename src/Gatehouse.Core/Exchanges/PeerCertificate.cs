using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Core.Exchanges;

/// <summary>
/// What a client sent as its certificate. The handshake has proved that the client has the key; nobody has judged who it is. One
/// object per connection: what a plugin finds out about it can be kept by its identity, and ends with the connection.
/// </summary>
/// <param name="leaf">The client's own certificate.</param>
/// <param name="intermediates">What it sent to build a chain with; untrusted.</param>
public sealed class PeerCertificate(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates)
{
    public X509Certificate2 Leaf { get; } = leaf;

    public IReadOnlyList<X509Certificate2> Intermediates { get; } = intermediates;
}
