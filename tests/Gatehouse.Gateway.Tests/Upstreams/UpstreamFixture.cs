using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Names;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>A registry over a scripted DNS and a fake clock.</summary>
internal sealed class UpstreamFixture : IDisposable
{
    public UpstreamFixture(NameResolverOptions? options = null)
    {
        Names = new NameResolver(Dns, options ?? new NameResolverOptions(), Clock, NullLogger.Instance);
        Registry = new UpstreamRegistry(Names);
    }

    public FakeClock Clock { get; } = new();

    public ScriptedResolver Dns { get; } = new();

    public NameResolver Names { get; }

    public UpstreamRegistry Registry { get; }

    public static ConfigSet Config(params (string Target, int Weight)[] targets) => Config(null, targets);

    public static ConfigSet Config(string? hostHeader, (string Target, int Weight)[] targets)
        => new()
        {
            Hash = new string('1', 32),
            Upstreams = [new UpstreamConfig { Id = "u1", Name = "up", Healthchecks = new JsonObject(), HostHeader = hostHeader }],
            Targets = [.. targets.Select((t, i) => new TargetConfig { Id = $"t{i}", UpstreamId = "u1", Target = t.Target, Weight = t.Weight })],
        };

    public static ServiceConfig Service(string host, int port = 80) => new() { Id = "s1", Host = host, Port = port };

    public Upstream Open(params (string Target, int Weight)[] targets)
        => Registry.Open(Config(targets)).For(Service("up"));

    /// <summary>The end points that so many exchanges get, each on its first try.</summary>
    public static string[] Pick(Upstream upstream, int count)
        => [.. Enumerable.Range(0, count).Select(_ =>
        {
            var tried = default(TriedSet);
            return upstream.TryChoose(ref tried, out var peer) == ChoiceOutcome.Chosen ? peer!.EndPoint.ToString() : "none";
        })];

    public void Dispose() => Names.Dispose();
}
