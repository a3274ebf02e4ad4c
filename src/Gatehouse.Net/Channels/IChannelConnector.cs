using System.Net;
using Gatehouse.Net.Loops;

namespace Gatehouse.Net.Channels;

/// <summary>Opens outgoing channels on a loop.</summary>
public interface IChannelConnector
{
    /// <summary>
    /// Connects, with TLS when <paramref name="tls"/> is set. Null and a fault when it fails or
    /// <paramref name="timeoutMilliseconds"/> pass.
    /// </summary>
    ValueTask<ConnectOutcome> ConnectAsync(Loop loop, IPEndPoint endPoint, TlsClientSettings? tls, int timeoutMilliseconds);
}
