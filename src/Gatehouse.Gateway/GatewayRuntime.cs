using System.Net;
using System.Net.Security;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Answers;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Http2.Server;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Gateway.Listeners;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Outbound.Streams;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Gateway.Redis;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Health;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Net.Http1;
using Gatehouse.Net.Loops;
using Gatehouse.Protocols.Prometheus;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway;

/// <summary>The road, put together: loops, listeners, pipeline. What the program sees of this room.</summary>
public sealed class GatewayRuntime : IAsyncDisposable
{
    private static readonly TimeSpan DrainPoll = TimeSpan.FromMilliseconds(20);

    private readonly LoopGroup _group;
    private readonly LoopContext[] _contexts;
    private readonly GatewayHost _host;
    private readonly ProxyListeners _listeners;
    private readonly KestrelHttp2Server _http2;
    private readonly NodeCounters _counters;
    private readonly NodeStatus _status;
    private readonly GatewayMetrics _metrics;
    private readonly AccessLog _accessLog;
    private readonly AuditLog _auditLog;
    private readonly LogStreams _streams;
    private readonly Http2Clients _http2Clients;
    private readonly NameResolver _names;
    private readonly OutboundClient _outbound;
    private readonly RedisHosts _redisHosts;
    private readonly NodeServiceSet _services;
    private readonly TimeProvider _time;

    /// <summary>Starts the loops; nothing listens yet.</summary>
    public GatewayRuntime(GatewayRuntimeOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        _time = time;
        _group = LoopGroup.Start(options.Loops);
        _counters = new NodeCounters(options.Loops);
        _metrics = new GatewayMetrics(
            new MetricsRegistry(options.Loops), new GatewayMetricsOptions { NodeId = options.NodeId.ToString() }, time);
        var serializer = new LogSerializer(time);
        _accessLog = OpenAccessLog(options, serializer, loggers);
        _auditLog = OpenAuditLog(options, loggers);
        var answers = new AnswerWriter(new AnswerOptions { ErrorDefaultType = options.Settings.ErrorDefaultType });
        var guard = new NodeGuard(options.Guard, _counters, options.Loops, loggers.CreateLogger<NodeGuard>());
        var reports = new AccessReports(_auditLog, _metrics.Authentication, new FailureDelays(options.FailureDelays, time));
        var road = new Road(
            new AnswerStage(answers),
            new LogStage(_metrics, _accessLog, loggers.CreateLogger<LogStage>()),
            reports,
            guard);
        _http2Clients = new Http2Clients(time);
        var failures = new UpstreamFailureLog(time, loggers.CreateLogger<UpstreamFailureLog>());
        _contexts =
        [
            .. _group.Loops.Select(l => new LoopContext(
                l, road, new Http1ConnectionPool(l, _group.Connector, options.UpstreamPool), _http2Clients, failures)),
        ];

        var namesLog = loggers.CreateLogger<NameResolver>();
        var resolver = HostResolver(options.Names, namesLog);
        _names = new NameResolver(resolver, options.Names, time, namesLog);
        _streams = new LogStreams(options.Loops, time, loggers.CreateLogger<LogStreams>());
        _outbound = new OutboundClient(
            resolver, new OutboundOptions { TrustedRoots = options.UpstreamRoots, VerifyDepth = options.UpstreamVerifyDepth }, time);
        var keySets = new RemoteKeySets(_outbound, time, loggers.CreateLogger<RemoteKeySets>());
        var identity = new IdentityNode(reports, loggers.CreateLogger<IdentityNode>())
        {
            KeySets = keySets,
            Providers = new RemoteProviders(_outbound, keySets, time, loggers.CreateLogger<RemoteProviders>()),
        };
        CredentialUses = identity.Uses;
        var observability = new ObservabilityServices
        {
            Metrics = _metrics,
            Serializer = serializer,
            Streams = _streams,
            Audit = _auditLog,
            Logger = loggers.CreateLogger("Gatehouse.Gateway.Plugins"),
        };
        _redisHosts = new RedisHosts(resolver);
        var redis = new RedisNodes(_group.Loops, _group.Connector, _redisHosts, loggers.CreateLogger<RedisNodes>())
        {
            TrustedRoots = options.UpstreamRoots,
            VerifyDepth = options.UpstreamVerifyDepth,
        };
        _metrics.Registry.AddCollector(new RedisMetrics(redis));
        var overload = new OverloadNode(time);
        _metrics.Registry.AddCollector(new OverloadMetrics(overload, guard, _group.Loops));
        var limits = new LimitServices(new LocalLimitOptions(), _metrics.Limits, redis, time);
        LimitCounters = limits.Directory;
        var upstreams = new UpstreamRegistry(
            _names,
            options.Zone,
            new HealthNode(time, new HealthProber(time), _metrics.Registry, loggers.CreateLogger<HealthNode>()),
            new ProbeTrust(options.UpstreamRoots, options.UpstreamVerifyDepth, options.UpstreamClientCertificate));
        var health = new HealthDirectory(upstreams);
        _metrics.Node.UpstreamHealth = health.Samples;
        UpstreamHealth = health;
        var identities = new IdentityServices { Directory = IdentityDirectory.Empty, Node = identity };
        var streams = new LoopHttpClient([.. _contexts.Select(c => c.Pool)], _names) { TrustedRoots = options.UpstreamRoots, VerifyDepth = options.UpstreamVerifyDepth };
        var services = new PluginServices(identities, time, observability, _outbound, streams, limits, overload, redis);
        _services = new NodeServiceSet(options.Services, services);
        var builder = new SnapshotBuilder(
            options.Settings,
            time,
            new PluginBuilder(options.Plugins, time, services),
            identity,
            overload,
            upstreams,
            new UpstreamTls(options.UpstreamRoots, options.UpstreamVerifyDepth, options.UpstreamClientCertificate),
            SslStreamCertificateContext.Create(options.DefaultCertificate, options.DefaultChain, offline: true));
        _host = new GatewayHost(builder, _contexts);
        _status = new NodeStatus(_counters, _host);
        _metrics.Node.Status = _status;
        _metrics.Node.AccessLog = _accessLog;

        _http2 = new KestrelHttp2Server(new Http2ExchangeHandler(_contexts, _counters, time), Http2ServerLimits.From(options.Http1), loggers);
        var connections = new ConnectionLimits(
            options.MaxConnections,
            options.MaxConnectionsPerAddress,
            options.MaxNewConnectionsPerAddress > 0 ? new ArrivalRates(options.MaxNewConnectionsPerAddress, time) : null);
        _metrics.Node.ConnectionsRefused = () => connections.Refused;
        var server = new ConnectionServer(
            new ConnectionServerOptions { ClientAddresses = builder.ClientAddresses, Http1 = options.Http1 },
            _counters,
            connections,
            _http2,
            new TlsServerHandshake(options.TlsProtocols),
            loggers.CreateLogger<ConnectionServer>());
        _listeners = new ProxyListeners(_group, _contexts, server);
        LoopFailures.Log(_group, loggers);
        foreach (var loop in _group.Loops)
        {
            loop.Post(static watch => ((LoopWatch)watch!).Start(), new LoopWatch(loop, guard));
        }
    }

    /// <summary>The plugins of this room; a program with more rooms composes its own (<see cref="GatewayRuntimeOptions.Plugins"/>).</summary>
    public static BuiltInPlugins Catalog { get; } = new();

    /// <summary>Takes configurations.</summary>
    public IConfigTarget Target => _host;

    /// <summary>Live figures.</summary>
    public INodeStatus Status => _status;

    /// <summary>Last uses of credentials.</summary>
    public ICredentialUses CredentialUses { get; }

    /// <summary>Live counters of plugins that limit.</summary>
    public ILimitCounters LimitCounters { get; }

    /// <summary>What the LLM gateway has used, where a room brings one along (<see cref="NodeServices"/>); null = there is none.</summary>
    public IUsageReports? UsageReports => _services.Find<IUsageReports>();

    /// <summary>Health of the targets of upstreams.</summary>
    public IUpstreamHealth UpstreamHealth { get; }

    /// <summary>All metrics.</summary>
    public IMetricsExposition Metrics => _metrics;

    /// <summary>Tells metrics how loading a configuration went.</summary>
    public ConfigurationMetrics ConfigurationMetrics => _metrics.Configuration;

    /// <summary>The loops, for what else the program serves on them.</summary>
    public LoopGroup Loops => _group;

    /// <summary>The proxy's addresses with their real ports.</summary>
    public IReadOnlyList<IPEndPoint> EndPoints => _listeners.EndPoints;

    /// <summary>
    /// Binds the proxy's addresses. A configuration must have been applied before: the first request needs one. Throws
    /// <see cref="System.Net.Sockets.SocketException"/> when an address cannot be bound.
    /// </summary>
    public async Task StartAsync(IReadOnlyList<ProxyListenerOptions> listeners, CancellationToken cancellationToken)
    {
        if (_host.Current is null)
        {
            await _host.ApplyAsync(ConfigSet.Empty, cancellationToken);
        }

        await _http2.StartAsync(cancellationToken);
        _listeners.Start(listeners);
    }

    /// <summary>
    /// Stops accepting, ends idle connections and waits for exchanges in flight, at most until <paramref name="limit"/> fires.
    /// </summary>
    public async Task DrainAsync(CancellationToken limit)
    {
        _status.IsDraining = true;
        await _listeners.StopAsync();

        // In two steps: when the first connection ends, the answers of every loop say "Connection: close" already.
        await Task.WhenAll(_contexts.Select(AnnounceDrainAsync)).WaitAsync(limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var context in _contexts)
        {
            context.Loop.Post(static state => ((LoopContext)state!).Drain(), context);
        }

        var http2 = _http2.StopAsync(limit);
        while (_counters.ConnectionsActive > 0 && !limit.IsCancellationRequested)
        {
            await Task.Delay(DrainPoll, _time, CancellationToken.None);
        }

        await http2;
    }

    /// <summary>Opens log files anew after a rotation.</summary>
    public void ReopenLogs()
    {
        _accessLog.Reopen();
        _auditLog.Reopen();
        _streams.Reopen();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _http2.DisposeAsync();
        _group.Dispose();
        _host.Dispose();
        await _services.DisposeAsync();
        _names.Dispose();
        _outbound.Dispose();
        _redisHosts.Dispose();
        _http2Clients.Dispose();
        _accessLog.Dispose();
        _auditLog.Dispose();
        _streams.Dispose();
    }

    private static Task AnnounceDrainAsync(LoopContext context)
        => context.Loop.RunAsync(() =>
        {
            context.AnnounceDrain();
            return Task.CompletedTask;
        });

    private static IHostResolver HostResolver(NameResolverOptions options, ILogger logger)
    {
        var preference = new AddressPreference(options.PrefersIPv6);
        var system = new SystemHostResolver(preference);
        return options.HostsFile is { } file ? new HostsFileResolver(file, preference, system, logger) : system;
    }

    private AccessLog OpenAccessLog(GatewayRuntimeOptions options, LogSerializer serializer, ILoggerFactory loggers)
    {
        var target = options.AccessLog is { } path ? LogTargets.ForAccessLog(path) : null;
        var stream = target is null
            ? null
            : new LogStream(new LogSink("proxy_access_log", target, loggers.CreateLogger<AccessLog>()), options.Loops, _time);
        return new AccessLog(serializer, stream);
    }

    private AuditLog OpenAuditLog(GatewayRuntimeOptions options, ILoggerFactory loggers)
    {
        var target = options.AuditLog switch
        {
            null => null,
            GatewayRuntimeOptions.AuditToErrorLog => new LoggerLogTarget(loggers.CreateLogger<AuditLog>(), _time),
            var path => LogTargets.ForAccessLog(path),
        };
        var stream = target is null
            ? null
            : new LogStream(new LogSink("proxy_audit_log", target, loggers.CreateLogger<AuditLog>()), options.Loops, _time);
        return new AuditLog(stream, _time, takesRecords: options.AuditLog != GatewayRuntimeOptions.AuditToErrorLog);
    }
}
