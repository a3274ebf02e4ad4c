using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Net.Channels;
using Gatehouse.Net.Http1;
using XxHash = Gatehouse.Gateway.Upstreams.Balancing.StableHash;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>
/// What a balancer hands out: an address with everything a connection and a request head need of it, made ahead so that using
/// it allocates nothing.
/// </summary>
internal sealed class UpstreamPeer
{
    private readonly byte[] _host;
    private readonly byte[] _hostAndPort;
    private readonly Http1PoolKey _plainKey;
    private volatile TlsKey? _tlsKey;

    public UpstreamPeer(UpstreamAddress address, string hostName, int weight, int priority = 1, string? zone = null, string identity = "")
    {
        Address = address;
        HostName = hostName;
        Weight = weight;
        Priority = priority;
        Zone = zone;
        StableHash = XxHash.Of(Encoding.ASCII.GetBytes(address.ToString()));
        Token = BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{identity} {address}")));
        string written = hostName.Contains(':') ? $"[{hostName}]" : hostName;
        _host = Encoding.UTF8.GetBytes(written);
        _hostAndPort = Encoding.UTF8.GetBytes($"{written}:{address.EndPoint.Port}");
        _plainKey = new Http1PoolKey(address.EndPoint, null);
    }

    public UpstreamAddress Address { get; }

    public IPEndPoint EndPoint => Address.EndPoint;

    /// <summary>
    /// Name for the Host field and for TLS when the client's is not preserved: <c>upstream.host_header</c>, else the host of
    /// the target (of the service, where there is no upstream entity).
    /// </summary>
    public string HostName { get; }

    /// <summary>Weight of the target, 0–65535; balancers are given peers above 0, those of 0 only keep the clients that a cookie binds to them.</summary>
    public int Weight { get; }

    /// <summary>Priority group of the target, 1 = first.</summary>
    public int Priority { get; }

    /// <summary>Zone of the target, null = none is known.</summary>
    public string? Zone { get; }

    /// <summary>Decides the slots of consistent hashing: a hash of the address alone, hence alike on every node.</summary>
    public ulong StableHash { get; }

    /// <summary>Stands for the peer in a client's cookie: a digest of upstream and address, which does not show the address.</summary>
    public UInt128 Token { get; }

    /// <summary>Whether a pick may have it: it is eligible, and this exchange has not tried it.</summary>
    public bool CanTake(ref TriedSet tried) => Address.Health.State == TargetState.Eligible && (tried.Count == 0 || !tried.Contains(Address));

    /// <summary>Value of the Host field: the port is left out when it is the scheme's own.</summary>
    public ReadOnlySpan<byte> HostField(int defaultPort) => EndPoint.Port == defaultPort ? _host : _hostAndPort;

    /// <summary>
    /// Identity of connections to this peer. An empty <see cref="TlsClientSettings.ServerName"/> stands for
    /// <see cref="HostName"/>. The last TLS identity is kept, so that the same settings object costs nothing.
    /// </summary>
    public Http1PoolKey PoolKey(TlsClientSettings? tls)
    {
        if (tls is null)
        {
            return _plainKey;
        }

        TlsKey? known = _tlsKey;
        if (known is null || !ReferenceEquals(known.Settings, tls))
        {
            var resolved = tls.ServerName.Length > 0 ? tls : tls with { ServerName = HostName };
            _tlsKey = known = new TlsKey(tls, new Http1PoolKey(EndPoint, resolved));
        }

        return known.Key;
    }

    private sealed record TlsKey(TlsClientSettings Settings, Http1PoolKey Key);
}
