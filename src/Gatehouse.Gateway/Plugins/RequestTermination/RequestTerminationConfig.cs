using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.RequestTermination;

/// <summary>Configuration of <c>request-termination</c>.</summary>
internal sealed record RequestTerminationConfig
{
    /// <summary>Status, 200–599. Default 503.</summary>
    public required int Status { get; init; }

    /// <summary>Message of the JSON answer; null = Kong's text for the status, if it has one.</summary>
    public required string? Message { get; init; }

    /// <summary>Media type of <see cref="Body"/>.</summary>
    public required string? ContentType { get; init; }

    /// <summary>Body as it is; excludes <see cref="Message"/>.</summary>
    public required string? Body { get; init; }

    /// <summary>Whether the request is sent back as JSON. Default false.</summary>
    public required bool Echo { get; init; }

    /// <summary>Header or query name without which nothing happens; null = always.</summary>
    public required string? Trigger { get; init; }

    public static RequestTerminationConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new RequestTerminationConfig
        {
            Status = (int)reader.GetLong("status_code", 503),
            Message = reader.GetString("message"),
            ContentType = reader.GetString("content_type"),
            Body = reader.GetString("body"),
            Echo = reader.GetBool("echo", false),
            Trigger = reader.GetString("trigger"),
        };
    }
}
