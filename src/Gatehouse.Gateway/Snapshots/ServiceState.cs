using System.Text;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Net.Channels;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>A service as it runs: where its requests go and how.</summary>
internal sealed class ServiceState(ServiceConfig config, Upstream upstream, TlsClientSettings? tls)
{
    private readonly byte[] _path = Encoding.UTF8.GetBytes(string.IsNullOrEmpty(config.Path) ? "/" : config.Path);

    /// <summary>What the user wrote.</summary>
    public ServiceConfig Config { get; } = config;

    /// <summary>Hands out peers.</summary>
    public Upstream Upstream { get; } = upstream;

    /// <summary>TLS towards the upstream; null = plaintext. Its empty server name stands for the peer's host name.</summary>
    public TlsClientSettings? Tls { get; } = tls;

    /// <summary>Whether requests go out as HTTP/2 (services of protocol grpc and grpcs).</summary>
    public bool IsHttp2 { get; } = config.Protocol is "grpc" or "grpcs";

    /// <summary>Port that is left out of Host.</summary>
    public int DefaultPort { get; } = config.Protocol is "https" or "grpcs" ? 443 : 80;

    /// <summary>Prefix of the upstream path, <c>/</c> when there is none.</summary>
    public ReadOnlySpan<byte> Path => _path;

    /// <summary>Extra tries.</summary>
    public int Retries => Config.Retries;

    /// <summary>Milliseconds.</summary>
    public int ConnectTimeout => Config.ConnectTimeout;

    /// <summary>Milliseconds between two writes.</summary>
    public int WriteTimeout => Config.WriteTimeout;

    /// <summary>Milliseconds between two reads.</summary>
    public int ReadTimeout => Config.ReadTimeout;
}
