using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Protocols.Prometheus;
using Xunit;

namespace Gatehouse.Gateway.Tests.Exchanges;

/// <summary>Builds plugins as a snapshot would: defaults filled in, checks run, services offered.</summary>
internal sealed class PluginBench : IServiceProvider, IDisposable
{
    private readonly BuiltInPlugins _catalog = new();

    public PluginBench(Func<SocketsHttpHandler, HttpMessageHandler>? wrapHandler = null)
    {
        Services = new ObservabilityServices
        {
            Metrics = new GatewayMetrics(new MetricsRegistry(2), new GatewayMetricsOptions(), TimeProvider.System),
            Serializer = new LogSerializer(TimeProvider.System),
            Streams = new LogStreams(2, TimeProvider.System),
            WrapHandler = wrapHandler,
        };
    }

    public ObservabilityServices Services { get; }

    public Plugin Build(string name, string config = "{}")
    {
        Assert.True(_catalog.TryGetFactory(name, out var factory));
        var filled = (JsonObject)JsonNode.Parse(config)!;
        FillDefaults(factory.Descriptor.Config, filled);
        return factory.Build(filled, new PluginBuildContext
        {
            Instance = new PluginConfig { Id = "44444444-4444-4444-8444-444444444444", Name = name, Config = filled },
            Time = TimeProvider.System,
            StateSlot = 3,
            Services = this,
        });
    }

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

    public object? GetService(Type serviceType) => serviceType == typeof(ObservabilityServices) ? Services : null;

    public void Dispose() => Services.Streams.Dispose();

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
