using System.Collections.Concurrent;
using Gatehouse.Gateway.Http2.Client;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Forwarding;

/// <summary>
/// HTTP/2 clients of the process, one per TLS identity and one for plaintext. They outlive snapshots: a reload must not cost
/// connections and the streams on them.
/// </summary>
internal sealed class Http2Clients(TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<TlsClientSettings, Http2UpstreamClient> _secure = new();
    private readonly Http2UpstreamClient _plaintext = new(null, new Http2ClientLimits(), time);

    /// <summary>The client for an identity; null = plaintext with prior knowledge.</summary>
    public Http2UpstreamClient For(TlsClientSettings? tls)
        => tls is null ? _plaintext : _secure.GetOrAdd(tls, static (t, clock) => new Http2UpstreamClient(t, new Http2ClientLimits(), clock), time);

    /// <inheritdoc/>
    public void Dispose()
    {
        _plaintext.Dispose();
        foreach (var client in _secure.Values)
        {
            client.Dispose();
        }
    }
}
