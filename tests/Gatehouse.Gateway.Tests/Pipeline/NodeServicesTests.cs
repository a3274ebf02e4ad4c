using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Outbound;
using Gatehouse.Gateway.Pipeline;
using Gatehouse.Gateway.Plugins;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Pipeline;

/// <summary>What plugins of other rooms find when they are built.</summary>
public sealed class NodeServicesTests
{
    private static readonly ConfigSet Config = new()
    {
        Hash = "1".PadLeft(32, '0'),
        Plugins = [new PluginConfig { Id = "p", Name = "asking", Config = [] }],
    };

    private readonly List<string> _events = [];
    private readonly List<ConfigSet?> _seen = [];

    [Fact]
    public async Task Plugin_of_another_room_finds_its_services_and_the_configuration()
    {
        await using (var gateway = Gateway(Services()))
        {
            Assert.Empty(await gateway.Target.ApplyAsync(Config, CancellationToken.None));
            Assert.Empty(await gateway.Target.ApplyAsync(Config with { Hash = "2".PadLeft(32, '0') }, CancellationToken.None));
        }

        Assert.Equal(["ledger", "book", "built", "built", "book gone", "ledger gone"], _events);
        Assert.Equal(["1", "2"], _seen.Select(c => c!.Hash[^1..]));
    }

    [Fact]
    public async Task Plugin_of_another_room_is_tried_with_services_of_the_trial()
    {
        var trial = new ConfigurationTrial(new GatewaySettings(), TimeProvider.System, Catalog(), Services());

        Assert.Empty(await trial.RunAsync(Config));

        Assert.Equal(["ledger", "book", "built", "book gone", "ledger gone"], _events);
        Assert.Same(Config, Assert.Single(_seen));
    }

    [Fact]
    public async Task Plugin_of_another_room_is_unknown_to_a_trial_without_it()
        => Assert.Equal(
            "plugin is not built in",
            Assert.Single(await new ConfigurationTrial(new GatewaySettings(), TimeProvider.System).RunAsync(Config)).Message);

    private BuiltInPlugins Catalog() => new(new AskingPluginFactory(services =>
    {
        _events.Add("built");
        _seen.Add(services.GetService(typeof(ConfigSet)) as ConfigSet);
        Assert.NotNull(services.GetService(typeof(Ledger)));
        Assert.NotNull(services.GetService(typeof(Book)));
        Assert.Null(services.GetService(typeof(NodeServicesTests)));
    }));

    private NodeServices Services() => new NodeServices()
        .Add(offered =>
        {
            Assert.Same(TimeProvider.System, offered.GetService(typeof(TimeProvider)));
            Assert.NotNull(offered.GetService(typeof(ObservabilityServices)));
            Assert.NotNull(offered.GetService(typeof(OutboundClient)));
            Assert.NotNull(offered.GetService(typeof(LimitServices)));
            return new Ledger(_events);
        })
        .Add(offered =>
        {
            Assert.NotNull(offered.GetService(typeof(Ledger)));
            return new Book(_events);
        });

    private GatewayRuntime Gateway(NodeServices services)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new GatewayRuntime(
            new GatewayRuntimeOptions
            {
                Settings = new GatewaySettings(),
                Loops = 1,
                DefaultCertificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256)
                    .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200)),
                AccessLog = "off",
                NodeId = Guid.Empty,
                Plugins = Catalog(),
                Services = services,
            },
            TimeProvider.System,
            NullLoggerFactory.Instance);
    }

    private sealed class Ledger : IAsyncDisposable
    {
        private readonly List<string> _events;

        public Ledger(List<string> events)
        {
            _events = events;
            events.Add("ledger");
        }

        public ValueTask DisposeAsync()
        {
            _events.Add("ledger gone");
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Book : IDisposable
    {
        private readonly List<string> _events;

        public Book(List<string> events)
        {
            _events = events;
            events.Add("book");
        }

        public void Dispose() => _events.Add("book gone");
    }
}
