using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Overload;

namespace Gatehouse.Gateway.Plugins.AdaptiveConcurrency;

/// <summary>
/// Makes <c>adaptive-concurrency</c> instances. Kong has no such plugin. The last before the request goes out: whatever answers
/// earlier, from a cache or with a refusal, takes no place.
/// </summary>
internal sealed class AdaptiveConcurrencyFactory : IPluginFactory
{
    public const string DefaultMessage = "The service is overloaded";

    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "adaptive-concurrency",
        Priority = 50,
        Phases = PluginPhases.Access | PluginPhases.ResponseHead | PluginPhases.Log,
        Config = RecordSchema.Of(
            Field.Integer("min_limit").Required().WithDefault(2).InRange(1, 1_000_000).Describe("Requests in flight that a service is always given."),
            Field.Integer("max_limit").Required().WithDefault(10_000).InRange(1, 1_000_000).Describe("Requests in flight that it is never given more of."),
            Field.Integer("initial_limit").Required().WithDefault(20).InRange(1, 1_000_000).Describe("The limit before anything was measured."),
            Field.Number("window").Required().WithDefault(0.02).InRange(0.01, 10).Describe("Seconds over which latency is averaged; longer where fewer than ten answers come."),
            Field.Number("tolerance").Required().WithDefault(1.5).InRange(1.1, 10).Describe("Latency at which the limit is lowered, as a multiple of the latency without a queue."),
            Field.Number("baseline_lifetime").Required().WithDefault(10).InRange(1, 3600).Describe("Seconds after which the latency without a queue is measured anew while the service is full."),
            PriorityField("default_priority").WithDefault("normal").Describe("Priority of requests that priorities says nothing about."),
            Field.ArrayOf("priorities", Field.RecordOf("element", Rule)).Describe("Who has another priority; the first that matches counts.") with { MaxLength = 256 },
            Field.Integer("error_code").Required().WithDefault(503).InRange(400, 599).Describe("Status of a refusal."),
            Field.String("error_message").Required().WithDefault(DefaultMessage).Describe("Message of a refusal."),
            Field.Integer("retry_after").Required().WithDefault(1).InRange(0, 3600).Describe("Retry-After of a refusal, seconds; 0 leaves it out."))
            .With(EntityChecks.Custom(["min_limit", "max_limit"], CheckBounds)),
    };

    private static RecordSchema Rule { get; } = RecordSchema.Of(
        PriorityField("priority").Describe("What they have."),
        Names("consumers").Describe("Consumers by user name or id."),
        Names("consumer_groups").Describe("Consumer groups by name or id."),
        Names("routes").Describe("Routes by name or id."))
        .With(EntityChecks.AtLeastOneOf("consumers", "consumer_groups", "routes"));

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
        => new AdaptiveConcurrencyPlugin(AdaptiveConcurrencyConfig.From(config), context);

    private static Field PriorityField(string name) => Field.String(name).Required().AmongOf([.. RequestPriorities.Names]);

    private static Field Names(string name) => Field.ArrayOf(name, Field.String("element"));

    private static void CheckBounds(JsonObject config, Action<string, string> report)
    {
        var reader = new ConfigReader(config);
        if (reader.GetInt("min_limit", 2) > reader.GetInt("max_limit", 10_000))
        {
            report("min_limit", "must not be greater than max_limit");
        }
    }
}
