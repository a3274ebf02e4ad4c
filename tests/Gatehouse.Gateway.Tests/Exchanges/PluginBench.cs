using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Keys;
using Gatehouse.Gateway.Identity.OpenId;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Limits.Local;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Overload;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Gateway.Redis;
using Gatehouse.Gateway.Tests.Observability;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Protocols.Prometheus;
using Xunit;

namespace Gatehouse.Gateway.Tests.Exchanges;

/// <summary>Builds plugins as a snapshot would: defaults filled in, checks run, services offered.</summary>
internal sealed class PluginBench : IServiceProvider, IDisposable
{
    private readonly BuiltInPlugins _catalog = new();

    private readonly TimeProvider _time;
    private readonly RedisHosts _redisHosts = new(new SystemHostResolver());
    private readonly RedisNodes _redis;
    private readonly IdentityServices _identity;
    private readonly AuditLog _audit;

    public PluginBench(
        Func<SocketsHttpHandler, HttpMessageHandler>? wrapHandler = null, ConfigSet? config = null, TimeProvider? time = null,
        FailureDelayOptions? delays = null)
    {
        _time = time ?? TimeProvider.System;
        Services = new ObservabilityServices
        {
            Metrics = new GatewayMetrics(new MetricsRegistry(2), new GatewayMetricsOptions(), TimeProvider.System),
            Serializer = new LogSerializer(TimeProvider.System),
            Streams = new LogStreams(2, TimeProvider.System),
            WrapHandler = wrapHandler,
            Logger = Log,
        };
        _redis = new RedisNodes([], connector: null, _redisHosts, Log);
        Limits = new LimitServices(new LocalLimitOptions { Cells = 1024 }, Services.Metrics.Limits, _redis, _time);
        Outbound = new OutboundClient(new SystemHostResolver(), new OutboundOptions(), TimeProvider.System);
        var keySets = new RemoteKeySets(Outbound, _time, Log);
        Overload = new OverloadNode(_time);
        var errors = new List<ConfigError>();
        _audit = new AuditLog(new LogStream(new LogSink("audit", Audit), 2, TimeProvider.System, flushMilliseconds: 1), _time);
        _identity = new IdentityServices
        {
            Directory = IdentityDirectoryBuilder.Build(config ?? ConfigSet.Empty, errors),
            Node = new IdentityNode(new AccessReports(_audit, Services.Metrics.Authentication, new FailureDelays(delays ?? new() { Free = int.MaxValue }, _time)), Log)
            {
                KeySets = keySets,
                Providers = new RemoteProviders(Outbound, keySets, _time, Log),
            },
        };
        Assert.Empty(errors);
    }

    /// <summary>Where audit records end up.</summary>
    public FakeLogTarget Audit { get; } = new();

    /// <summary>The node's log.</summary>
    public LogLines Log { get; } = new();

    public IdentityNode Node => _identity.Node;

    /// <summary>What sheds load.</summary>
    public OverloadNode Overload { get; }

    /// <summary>Calls to the outside.</summary>
    public OutboundClient Outbound { get; }

    /// <summary>Counters of limits.</summary>
    public LimitServices Limits { get; }

    public IdentityDirectory Directory => _identity.Directory;

    public ObservabilityServices Services { get; }

    public Plugin Build(string name, string config = "{}")
    {
        Assert.True(_catalog.TryGetFactory(name, out var factory));
        var filled = (JsonObject)JsonNode.Parse(config)!;
        FillDefaults(factory.Descriptor.Config, filled);
        return factory.Build(filled, Context(name, filled));
    }

    public PluginBuildContext Context(string name, JsonObject? config = null) => new()
    {
        Instance = new PluginConfig { Id = "44444444-4444-4444-8444-444444444444", Name = name, Config = config ?? [] },
        Time = _time,
        StateSlot = 3,
        Services = this,
    };

    /// <summary>Messages of the schema's own checks (field checks and record checks), as <c>path: message</c>.</summary>
    public List<string> Check(string name, string config)
    {
        Assert.True(_catalog.TryGet(name, out var descriptor));
        var filled = (JsonObject)JsonNode.Parse(config)!;
        FillDefaults(descriptor.Config, filled);
        var errors = new List<string>();
        foreach (var field in descriptor.Config.Fields)
        {
            CheckField(field, filled[field.Name], errors);
        }

        foreach (var check in descriptor.Config.Checks)
        {
            check.Run(filled, (path, message) => errors.Add($"{path}: {message}"));
        }

        return errors;
    }

    public object? GetService(Type serviceType) => serviceType == typeof(ObservabilityServices) ? Services
        : serviceType == typeof(IdentityServices) ? _identity
        : serviceType == typeof(OutboundClient) ? Outbound
        : serviceType == typeof(OverloadNode) ? Overload
        : serviceType == typeof(LimitServices) ? Limits
        : null;

    public void Dispose()
    {
        _redisHosts.Dispose();
        Outbound.Dispose();
        Services.Streams.Dispose();
        _audit.Dispose();
    }

    private static void CheckField(Field field, JsonNode? value, List<string> errors)
    {
        if (value is null)
        {
            return;
        }

        if (field.Check?.Invoke(value) is { } message)
        {
            errors.Add($"{field.Name}: {message}");
        }

        if (value is JsonArray array && field.Element is { } element)
        {
            foreach (var item in array)
            {
                CheckField(element with { Name = field.Name }, item, errors);
            }
        }

        if (value is JsonObject map && field.Key is { } key)
        {
            foreach (var (name, _) in map)
            {
                CheckField(key with { Name = field.Name }, JsonValue.Create(name), errors);
            }
        }
    }

    private static void FillDefaults(RecordSchema schema, JsonObject record)
    {
        foreach (var field in schema.Fields)
        {
            if (!record.ContainsKey(field.Name))
            {
                record[field.Name] = field.Default?.DeepClone();
            }

            if (field.Record is { } inner && record[field.Name] is JsonObject child)
            {
                FillDefaults(inner, child);
            }
        }
    }
}
