using System.Buffers;
using System.Net;
using System.Text.Json.Nodes;
using Gatehouse.Control.AdminApi;
using Gatehouse.Control.Distribution;
using Gatehouse.Control.Listening;
using Gatehouse.Control.StatusApi;
using Gatehouse.Control.Tests.Distribution;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Control.Tests.AdminApi;

/// <summary>An Admin API and a Status API on loopback ports, over stand-ins for the gateway.</summary>
public sealed class ControlApis : IAsyncLifetime
{
    public const int MaxBody = 64 * 1024;

    private readonly FakeNode _node = new();
    private ControlServer? _server;

    public HttpClient Admin { get; private set; } = new();

    public HttpClient Status { get; private set; } = new();

    internal FakeReader Reader { get; } = new();

    /// <summary>Replaces <see cref="Reader"/>.</summary>
    internal IDeclarativeReader? DeclarativeReader { get; init; }

    internal FakeLimits Limits { get; } = new();

    internal FakeUsage Usage { get; } = new();

    internal FakeHealth Health { get; } = new();

    internal FakeTarget Target { get; } = new();

    internal ConfigurationHost Host { get; private set; } = null!;

    internal FakeNode Node => _node;

    public async Task InitializeAsync()
    {
        Host = new ConfigurationHost(DeclarativeReader ?? Reader, Target, null, NullLogger.Instance);
        _node.Host = Host;
        var about = new AdminNode
        {
            NodeId = Guid.Parse("01234567-89ab-4def-8123-456789abcdef"),
            ProductVersion = "0.1.0",
            Configuration = new JsonObject { ["database"] = "off", ["router_flavor"] = "traditional_compatible" },
            WorkerCount = 2,
        };
        string[] allowed = ["gateway.example"];
        var admin = AdminSite.Create(
            about, Host, new FakeCatalog(), _node, _node, new FakeMetrics(), Limits, Usage, Health, allowed, TimeProvider.System, NullLogger.Instance);
        var status = StatusSite.Create(_node, Host, new FakeMetrics(), Health, about.NodeId, allowed, TimeProvider.System, NullLogger.Instance);
        var loopback = new IPEndPoint(IPAddress.Loopback, 0);
        _server = await ControlServer.StartAsync(
            [new ControlListener { EndPoint = loopback, Site = admin }, new ControlListener { EndPoint = loopback, Site = status }],
            MaxBody, NullLoggerFactory.Instance, CancellationToken.None);
        Admin = new HttpClient { BaseAddress = new Uri($"http://{_server.EndPoints[0]}") };
        Status = new HttpClient { BaseAddress = new Uri($"http://{_server.EndPoints[1]}") };
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        Status.Dispose();
        await _server!.DisposeAsync();
        Host.Dispose();
    }

    internal static async Task<JsonObject> JsonAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return Assert.IsType<JsonObject>(JsonNode.Parse(await response.Content.ReadAsStringAsync()));
    }

    internal static async Task<string> MessageAsync(HttpResponseMessage response)
        => (await JsonAsync(response))["message"]!.GetValue<string>();

    internal sealed class FakeNode : INodeStatus, ICredentialUses
    {
        public ConfigurationHost Host { get; set; } = null!;

        public long ConnectionsAccepted => 7;

        public long ConnectionsHandled => 6;

        public long ConnectionsActive => 5;

        public long ConnectionsReading => 1;

        public long ConnectionsWriting => 2;

        public long ConnectionsWaiting => 3;

        public long TotalRequests => 42;

        public string ConfigurationHash => Host.Current.Hash;

        public bool IsDraining { get; set; }

        public Dictionary<string, long> Uses { get; } = [];

        public long LastUsed(string credentialId) => Uses.GetValueOrDefault(credentialId);
    }

    private sealed class FakeMetrics : IMetricsExposition
    {
        public void WriteTo(IBufferWriter<byte> output) => output.Write("# TYPE kong_up gauge\nkong_up 1\n"u8);
    }

    internal sealed class FakeCatalog : IPluginCatalog
    {
        public IReadOnlyList<PluginDescriptor> Descriptors { get; } =
            [new() { Name = "cors", Priority = 2000, Phases = PluginPhases.Access, Config = RecordSchema.Of() }];

        public bool TryGet(string name, out PluginDescriptor descriptor)
        {
            descriptor = Descriptors[0];
            return name == "cors";
        }
    }
}
