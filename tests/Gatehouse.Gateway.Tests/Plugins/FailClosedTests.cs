using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Plugins;
using Gatehouse.Gateway.Tests.Exchanges;
using Xunit;

namespace Gatehouse.Gateway.Tests.Plugins;

/// <summary>Whoever decides about access lets nobody through when it cannot decide. Defects of any plugin: see FailingPluginTests.</summary>
public sealed class FailClosedTests : IDisposable
{
    private static readonly string[] PassBy = ["bot-detection", "session"];

    private static readonly string[] Names =
    [
        "mtls-auth", "jwt", "oauth2", "key-auth", "basic-auth", "openid-connect", "hmac-auth", "sigv4-auth", "ip-restriction", "acl", "scope", "rbac", "policy",
        "opa",
    ];

    /// <summary>All that refuse requests of nobody, by name.</summary>
    public static TheoryData<string> Deciding => [.. Names];

    private readonly PluginBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void Table_has_every_plugin_that_decides_about_access()
    {
        string[] other =
        [
            "correlation-id", "cors", "request-size-limiting", "rate-limiting", "response-ratelimiting", "adaptive-concurrency", "prometheus", "http-log", "file-log", "request-termination",
        ];
        Assert.Equal(
            new BuiltInPlugins().Descriptors.Select(d => d.Name).Except(other).Except(PassBy),
            Names);
    }

    [Theory]
    [MemberData(nameof(Deciding))]
    public async Task Plugin_without_configuration_is_not_built_or_refuses(string name)
    {
        Plugin plugin;
        try
        {
            plugin = _bench.Build(name);
        }
        catch (Exception e) when (e is PluginBuildException or InvalidOperationException or ArgumentException or UriFormatException)
        {
            return;
        }

        var exchange = new FakeExchange();
        await plugin.AccessAsync(exchange);
        Assert.InRange(exchange.Answer.Status, 400, 599);
    }

    [Theory]
    [MemberData(nameof(Deciding))]
    [InlineData("bot-detection")]
    [InlineData("session")]
    public void Plugin_without_what_it_decides_by_is_not_built(string name)
    {
        Assert.True(new BuiltInPlugins().TryGetFactory(name, out var factory));
        var context = new PluginBuildContext
        {
            Instance = new PluginConfig { Id = "p", Name = name, Config = [] },
            Time = TimeProvider.System,
            StateSlot = 0,
            Services = new Nothing(),
        };

        // Without the services that know identities, nothing could be checked or recorded.
        Assert.ThrowsAny<Exception>(() => factory.Build(new JsonObject(), context));
    }

    private sealed class Nothing : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }
}
