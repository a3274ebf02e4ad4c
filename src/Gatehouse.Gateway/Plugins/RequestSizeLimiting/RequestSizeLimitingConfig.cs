using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.RequestSizeLimiting;

/// <summary>Configuration of <c>request-size-limiting</c>.</summary>
internal sealed record RequestSizeLimitingConfig
{
    /// <summary>Largest body, bytes. Default 128 megabytes of 2^20.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>Whether a request without <c>Content-Length</c> is refused. Default false.</summary>
    public required bool RequireContentLength { get; init; }

    public static RequestSizeLimitingConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        long unit = reader.GetString("size_unit") switch
        {
            "bytes" => 1,
            "kilobytes" => 1 << 10,
            _ => 1 << 20,
        };
        return new RequestSizeLimitingConfig
        {
            // A limit beyond what a length can say is no limit; it must not wrap around into one.
            MaxBytes = (long)Int128.Min((Int128)reader.GetLong("allowed_payload_size", 128) * unit, long.MaxValue),
            RequireContentLength = reader.GetBool("require_content_length", false),
        };
    }
}
