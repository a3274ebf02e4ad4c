using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Core.Plugins;

/// <summary>A plugin that wants to see client certificates: where it may apply, the TLS handshake asks for one.</summary>
public interface IClientCertificatePlugin
{
    /// <summary>CAs whose names the handshake tells clients; empty = it names none, and clients offer what they like.</summary>
    IReadOnlyList<X509Certificate2> NamedAuthorities { get; }
}
