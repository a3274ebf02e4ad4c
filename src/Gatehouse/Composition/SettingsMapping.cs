using Gatehouse.Gateway;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Http1;
using Gatehouse.Settings;
using Gatehouse.Tls;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Composition;

/// <summary>Translates the settings of a node into what the rooms take.</summary>
internal static class SettingsMapping
{
    private static readonly TimeSpan MinNamePause = TimeSpan.FromSeconds(1);

    /// <summary>Options of the road.</summary>
    public static GatewayRuntimeOptions ToRuntime(NodeSettings settings, LoadedCertificate certificate, Guid nodeId, DescriptorBudget descriptors, ILoggerFactory loggers) => new()
    {
        Settings = ToGateway(settings),
        Loops = settings.WorkerCount,
        DefaultCertificate = certificate.Certificate,
        DefaultChain = certificate.Chain,
        TlsProtocols = settings.Tls.Protocols,
        Http1 = ToLimits(settings.Clients),
        MaxConnections = descriptors.Allow(ConnectionsWanted(settings)),
        MaxConnectionsPerAddress = settings.Clients.MaxConnectionsPerAddress ?? 0,
        MaxNewConnectionsPerAddress = settings.Clients.MaxNewConnectionsPerAddress ?? 0,
        Guard = new NodeGuardOptions
        {
            MaxRequests = settings.Overload.MaxRequests,
            MaxMemoryPercent = settings.Overload.MaxMemoryPercent,
            MaxLag = settings.Overload.MaxLag,
        },
        Zone = settings.Upstreams.Zone,
        UpstreamPool = new Http1PoolLimits
        {
            MaxIdle = settings.Upstreams.PoolSize,
            MaxRequests = settings.Upstreams.MaxRequests ?? 0,
            IdleTimeoutSeconds = (int)(settings.Upstreams.IdleTimeout?.TotalSeconds ?? 0),
        },
        Names = ToNames(settings.Resolver),
        UpstreamRoots = CertificateLoader.LoadUpstreamRoots(settings.Tls),
        UpstreamClientCertificate = settings.Tls.ClientCertificate is { } shown
            ? CertificateLoader.Load(shown, CertificateLoader.ClientSetting).Certificate
            : null,
        UpstreamVerifyDepth = settings.Tls.VerifyDepth,
        AccessLog = settings.Logs.AccessLog,
        AuditLog = settings.Logs.AuditLog,
        FailureDelays = new FailureDelayOptions
        {
            Longest = settings.Authentication.LongestDelay,
            Free = settings.Authentication.FreeFailures,
        },
        NodeId = nodeId,
        Plugins = NodePlugins.Catalog,
        Services = NodePlugins.Services(settings, loggers),
    };

    /// <summary>Client connections that the settings ask for.</summary>
    public static long ConnectionsWanted(NodeSettings settings) => (long)settings.Clients.MaxConnectionsPerWorker * settings.WorkerCount;

    /// <summary>The proxy's listeners.</summary>
    public static IReadOnlyList<ProxyListenerOptions> ToListeners(IEnumerable<ListenAddress> addresses) =>
    [
        .. addresses.Select(a => new ProxyListenerOptions
        {
            EndPoint = a.EndPoint,
            Tls = a.Ssl,
            Http2 = a.Http2,
            ProxyProtocol = a.ProxyProtocol,
            Backlog = a.Backlog,
        }),
    ];

    private static GatewaySettings ToGateway(NodeSettings settings) => new()
    {
        TrustedIps = [.. settings.Clients.TrustedIps.Select(n => n.ToString())],
        RealIpHeader = settings.Clients.RealIpHeader,
        RealIpRecursive = settings.Clients.RealIpRecursive,
        ErrorDefaultType = settings.Answers.ErrorDefaultType,
        ClientMaxBodySize = settings.Clients.MaxBodySize ?? 0,
        RouterFlavor = settings.RouterFlavor,
        AllowDebugHeader = settings.AllowDebugHeader,
        SendsServer = settings.Answers.Server,
        SendsVia = settings.Answers.Via,
        SendsProxyLatency = settings.Answers.ProxyLatency,
        SendsUpstreamLatency = settings.Answers.UpstreamLatency,
        SendsResponseLatency = settings.Answers.ResponseLatency,
        SendsUpstreamStatus = settings.Answers.UpstreamStatus,
        SendsRequestIdDownstream = settings.Answers.RequestId,
        SendsRequestIdUpstream = settings.Answers.RequestIdUpstream,
    };

    private static NameResolverOptions ToNames(ResolverSettings resolver)
    {
        var defaults = new NameResolverOptions();
        return defaults with
        {
            Refresh = Pause(resolver.ValidTtl ?? defaults.Refresh),
            StaleLimit = resolver.StaleTtl,
            NotFoundPause = Pause(resolver.NotFoundTtl),
            ErrorPause = Pause(resolver.ErrorTtl),
            PrefersIPv6 = resolver.PrefersIPv6,
            HostsFile = resolver.HostsFile,
        };

        // 0 would look a name up without a pause, for as long as it is in use.
        static TimeSpan Pause(TimeSpan wanted) => wanted < MinNamePause ? MinNamePause : wanted;
    }

    /// <summary>Limits of client connections; what has no setting keeps its default.</summary>
    public static Http1ServerLimits ToLimits(ClientSettings clients) => new()
    {
        KeepAliveTimeoutMilliseconds = (int)clients.KeepAliveTimeout.TotalMilliseconds,
        MaxRequestsPerConnection = clients.KeepAliveTimeout == TimeSpan.Zero ? 1 : clients.KeepAliveRequests ?? int.MaxValue,
        HeaderTimeoutMilliseconds = (int)clients.HeaderTimeout.TotalMilliseconds,
        BodyTimeoutMilliseconds = (int)clients.BodyTimeout.TotalMilliseconds,
        WriteTimeoutMilliseconds = (int)clients.SendTimeout.TotalMilliseconds,
        MinBodyBytesPerSecond = clients.MinBodyRate,
        MinWriteBytesPerSecond = clients.MinReadRate,
    };
}
