using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>Makes <c>opa</c> instances. Fields are those of Kong's enterprise edition; <c>timeout</c>, <c>authorization</c>, <c>include_claims_in_opa_input</c> and the cache are ours.</summary>
internal sealed class OpaFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "opa",
        Priority = 920,
        Phases = PluginPhases.Access,
        Config = RecordSchema.Of(
            Field.String("opa_protocol").WithDefault("http").AmongOf("http", "https").Describe("How Open Policy Agent is spoken to."),
            CommonFields.Host("opa_host").Required().WithDefault("localhost").Describe("Its host."),
            CommonFields.Port("opa_port").Required().WithDefault(8181).Describe("Its port."),
            CommonFields.Path("opa_path").Required().Describe("Path of the decision, /v1/data/… ."),
            Flag("include_service_in_opa_input", "the service"),
            Flag("include_route_in_opa_input", "the route"),
            Flag("include_consumer_in_opa_input", "the consumer"),
            Flag("include_body_in_opa_input", "the body as text, up to 256 KiB; a larger one is refused with 413"),
            Flag("include_parsed_json_body_in_opa_input", "the body as JSON, up to 256 KiB; one that is malformed or has repeated members is refused with 400"),
            Flag("include_uri_captures_in_opa_input", "the captures of the route's path"),
            Flag("include_claims_in_opa_input", "the verified claims"),
            Field.Boolean("ssl_verify", true).Required().Describe("Whether its certificate is verified."),
            Field.String("authorization").Secret().Describe("Value of Authorization for it, `Bearer …`."),
            Field.Integer("timeout").Required().WithDefault(5000).InRange(1, 60_000).Describe("Milliseconds for the whole call."),
            Field.Number("cache_ttl").Required().WithDefault(0).InRange(0, 3600).Describe("Seconds for which a decision is used for requests with the same input; 0 asks each time."),
            Field.Integer("cache_size").Required().WithDefault(10_000).InRange(1, 1_000_000).Describe("Most decisions kept."),
            Field.ArrayOf("cache_ignored_headers", SchemaFields.HeaderName("element"))
                .WithDefault(new JsonArray("traceparent", "tracestate", "x-request-id", "x-correlation-id", "kong-request-id"))
                .Describe("Header fields that no decision depends on: requests that differ only in these share a decision.")),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context) => new OpaPlugin(OpaConfig.From(config), context);

    private static Field Flag(string name, string what) => Field.Boolean(name, false).Required().Describe($"Whether the input has {what}.");
}
