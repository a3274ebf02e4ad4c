using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Gateway.Tests.Upstreams.Health;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Upstreams.Balancing;
using Gatehouse.Gateway.Upstreams.Health;
using Gatehouse.Gateway.Upstreams.Names;
using Gatehouse.Protocols.Prometheus;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>A registry over a scripted DNS and a fake clock.</summary>
internal sealed class UpstreamFixture : IDisposable
{
    public UpstreamFixture(NameResolverOptions? options = null, string? zone = null)
    {
        Names = new NameResolver(Dns, options ?? new NameResolverOptions(), Clock, NullLogger.Instance);
        Registry = new UpstreamRegistry(Names, zone, new HealthNode(Clock, Prober, Metrics, NullLogger.Instance));
        Health = new HealthDirectory(Registry);
    }

    public FakeClock Clock { get; } = new();

    public ScriptedResolver Dns { get; } = new();

    public ScriptedProber Prober { get; } = new();

    public MetricsRegistry Metrics { get; } = new(1);

    public HealthDirectory Health { get; }

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

    public static ConfigSet Checked(string healthchecks, params (string Target, int Weight)[] targets)
    {
        var config = Config(targets);
        return config with { Upstreams = [config.Upstreams[0] with { Healthchecks = JsonNode.Parse(healthchecks)!.AsObject() }] };
    }

    public static ServiceConfig Service(string host, int port = 80) => new() { Id = "s1", Host = host, Port = port };

    public Upstream Open(params (string Target, int Weight)[] targets)
        => Registry.Open(Config(targets)).For(Service("up"));

    /// <summary>An upstream with its own rules and targets.</summary>
    public Upstream Open(UpstreamConfig upstream, params IEnumerable<TargetConfig> targets)
        => Registry.Open(new ConfigSet { Hash = new string('1', 32), Upstreams = [upstream], Targets = [.. targets] }).For(Service(upstream.Name));

    /// <summary>The rules of an upstream.</summary>
    public static UpstreamConfig Rules(string algorithm, double threshold = 0)
        => new() { Id = "u1", Name = "up", Algorithm = algorithm, Healthchecks = new JsonObject { ["threshold"] = threshold } };

    /// <summary>A target at 10.0.x.y:80, numbers from 1.</summary>
    public static TargetConfig Target(int number, int weight = 100, params string[] tags)
        => new() { Id = $"t{number}", UpstreamId = "u1", Target = $"10.0.{number / 256}.{number % 256}:80", Weight = weight, Tags = tags };

    /// <summary>The next peer of a new exchange.</summary>
    public static UpstreamPeer? Next(Upstream upstream, PickInput input = default)
    {
        var tried = default(TriedSet);
        upstream.TryChoose(ref tried, in input, out var peer);
        return peer;
    }

    /// <summary>The address of one of the upstream's peers, by the last number of its address.</summary>
    public static UpstreamAddress AddressOf(Upstream upstream, int number)
    {
        var tried = default(TriedSet);
        while (true)
        {
            upstream.TryChoose(ref tried, new PickInput(0, 0, 0), out var peer);
            if (peer!.EndPoint.ToString() == Target(number).Target)
            {
                return peer.Address;
            }
        }
    }

    /// <summary>The end points that so many exchanges get, each on its first try.</summary>
    public static string[] Pick(Upstream upstream, int count)
        => [.. Enumerable.Range(0, count).Select(_ =>
        {
            var tried = default(TriedSet);
            return upstream.TryChoose(ref tried, out var peer) == ChoiceOutcome.Chosen ? peer!.EndPoint.ToString() : "none";
        })];

    public void Dispose() => Names.Dispose();
}
