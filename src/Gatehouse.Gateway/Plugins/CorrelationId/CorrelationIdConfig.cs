using System.Text.Json.Nodes;
using Gatehouse.Core.Http;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.CorrelationId;

/// <summary>Configuration of <c>correlation-id</c>.</summary>
internal sealed record CorrelationIdConfig
{
    /// <summary>Field that carries the id. Default Kong-Request-ID.</summary>
    public required HeaderName HeaderName { get; init; }

    /// <summary>How an id is made. Default uuid#counter.</summary>
    public required CorrelationIdGenerator Generator { get; init; }

    /// <summary>Whether the client gets the id too. Default false.</summary>
    public required bool EchoDownstream { get; init; }

    public static CorrelationIdConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new CorrelationIdConfig
        {
            HeaderName = new HeaderName(reader.GetString("header_name") ?? "Kong-Request-ID"),
            Generator = reader.GetString("generator") switch
            {
                "uuid" => CorrelationIdGenerator.Uuid,
                "tracker" => CorrelationIdGenerator.Tracker,
                _ => CorrelationIdGenerator.UuidCounter,
            },
            EchoDownstream = reader.GetBool("echo_downstream", false),
        };
    }
}
