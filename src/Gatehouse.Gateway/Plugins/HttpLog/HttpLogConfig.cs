using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Plugins.Queueing;

namespace Gatehouse.Gateway.Plugins.HttpLog;

/// <summary>Configuration of <c>http-log</c>.</summary>
internal sealed record HttpLogConfig
{
    /// <summary>Where entries go, user info removed.</summary>
    public required Uri Endpoint { get; init; }

    /// <summary>User info of the endpoint (<c>user:password</c>), empty when it has none.</summary>
    public required string UserInfo { get; init; }

    /// <summary>POST, PUT or PATCH. Default POST.</summary>
    public required HttpMethod Method { get; init; }

    /// <summary>Media type of the body. Default application/json.</summary>
    public required string ContentType { get; init; }

    /// <summary>Longest time for one attempt. Default 10 s.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Longest time an idle connection is kept. Default 60 s.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>Further header fields.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Parameters of the queue.</summary>
    public required QueueConfig Queue { get; init; }

    public static HttpLogConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        var endpoint = new Uri(reader.GetRequiredString("http_endpoint"), UriKind.Absolute);
        return new HttpLogConfig
        {
            Endpoint = new UriBuilder(endpoint) { UserName = "", Password = "", Fragment = "" }.Uri,
            UserInfo = Uri.UnescapeDataString(endpoint.UserInfo),
            Method = new HttpMethod(reader.GetString("method") ?? "POST"),
            ContentType = reader.GetString("content_type") ?? "application/json",
            Timeout = Milliseconds(reader.GetNumber("timeout") ?? 10_000),
            KeepAlive = Milliseconds(reader.GetNumber("keepalive") ?? 60_000),
            Headers = reader.GetStringMap("headers") ?? new Dictionary<string, string>(),
            Queue = QueueConfig.From(reader.GetRecord("queue"), reader.GetNumber("queue_size"), reader.GetNumber("flush_timeout")),
        };
    }

    private static TimeSpan Milliseconds(double value) => TimeSpan.FromMilliseconds(Math.Clamp(value, 1, int.MaxValue - 1));
}
