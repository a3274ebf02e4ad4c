using System.Text.Json.Nodes;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Observability;
using Gatehouse.Gateway.Plugins.Queueing;

namespace Gatehouse.Gateway.Plugins.HttpLog;

/// <summary>Makes <c>http-log</c> instances.</summary>
internal sealed class HttpLogFactory : IPluginFactory
{
    /// <inheritdoc/>
    public PluginDescriptor Descriptor { get; } = new()
    {
        Name = "http-log",
        Priority = 12,
        Phases = PluginPhases.Log,
        Config = RecordSchema.Of(
            Field.String("http_endpoint").Required().Where(CheckUrl) with
            {
                IsSecret = true,
                IsReferenceable = true,
                Description = "URL of the endpoint; user info in it becomes basic authentication.",
            },
            Field.String("method").WithDefault("POST").AmongOf("POST", "PUT", "PATCH").Describe("Method."),
            Field.String("content_type").WithDefault("application/json")
                .AmongOf("application/json", "application/json; charset=utf-8").Describe("Media type of the body."),
            Field.Number("timeout").WithDefault(10_000).Describe("Longest time for one attempt, milliseconds."),
            Field.Number("keepalive").WithDefault(60_000).Describe("Longest time an idle connection is kept, milliseconds."),
            Field.Integer("retry_count").Describe("Deprecated and without effect; see queue.max_retry_time."),
            Field.Integer("queue_size").Describe("Deprecated; see queue.max_batch_size."),
            Field.Number("flush_timeout").Describe("Deprecated; see queue.max_coalescing_delay."),
            Field.MapOf(
                "headers",
                SchemaFields.HeaderName("key").Where(CheckHeader),
                Field.String("value").Secret()).Describe("Further header fields."),
            QueueSchema.Create(),
            SchemaFields.CustomFieldsByLua())
            .With(new EntityCheck("custom_entity_check", null, CheckAuthorization)),
    };

    /// <inheritdoc/>
    public Plugin Build(JsonObject config, PluginBuildContext context)
    {
        if (CheckUrl(config["http_endpoint"]!) is { } problem)
        {
            // A vault reference is only a URL once it has been resolved; what it holds may be a secret.
            throw new PluginBuildException("http_endpoint", problem, null, "write http://host/path, also where the value is kept");
        }

        var services = ObservabilityServices.From(context);
        var parsed = HttpLogConfig.From(config);
        var sender = new HttpLogSender(parsed, services, context.Time);
        return new HttpLogPlugin(services.Serializer, new BatchQueue(parsed.Queue, sender, context.Time), sender);
    }

    private static string? CheckUrl(JsonNode value)
    {
        string url = value.GetValue<string>();
        return !Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Host.Length == 0 ? "missing host in url"
            : parsed.Scheme is not ("http" or "https") ? "scheme must be http or https"
            : null;
    }

    private static string? CheckHeader(JsonNode value) => value.GetValue<string>().ToLowerInvariant() switch
    {
        "host" => "cannot contain 'Host' header",
        "content-length" => "cannot contain 'Content-Length' header",
        "content-type" => "cannot contain 'Content-Type' header",
        _ => SchemaFields.CheckHeaderName(value),
    };

    private static void CheckAuthorization(JsonObject config, Action<string, string> report)
    {
        if (config["headers"] is JsonObject headers
            && headers.Any(h => h.Key.Equals("authorization", StringComparison.OrdinalIgnoreCase))
            && config["http_endpoint"] is JsonValue url
            && Uri.TryCreate(url.GetValue<string>(), UriKind.Absolute, out var parsed)
            && parsed.UserInfo.Length != 0)
        {
            report(
                "@entity",
                "specifying both an 'Authorization' header and user info in 'http_endpoint' is not allowed");
        }
    }
}
