using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Overload;

namespace Gatehouse.Gateway.Plugins.AdaptiveConcurrency;

/// <summary>Configuration of <c>adaptive-concurrency</c>.</summary>
internal sealed record AdaptiveConcurrencyConfig
{
    /// <summary>Bounds of the limit.</summary>
    public required AdaptiveOptions Limit { get; init; }

    /// <summary>Priority of a request that no rule is about. Default normal.</summary>
    public required RequestPriority DefaultPriority { get; init; }

    /// <summary>Who has another priority; the first that matches counts.</summary>
    public required IReadOnlyList<PriorityRule> Rules { get; init; }

    /// <summary>Status of a refusal. Default 503.</summary>
    public required int Status { get; init; }

    /// <summary>Its message.</summary>
    public required string Message { get; init; }

    /// <summary>Value of its Retry-After, seconds. Default 1.</summary>
    public required int RetryAfter { get; init; }

    public static AdaptiveConcurrencyConfig From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        int min = reader.GetInt("min_limit", 2), max = reader.GetInt("max_limit", 10_000);
        return new AdaptiveConcurrencyConfig
        {
            Limit = new AdaptiveOptions
            {
                MinLimit = min,
                MaxLimit = max,
                InitialLimit = Math.Clamp(reader.GetInt("initial_limit", 20), min, max),
                Window = TimeSpan.FromSeconds(reader.GetNumber("window", 0.02)),
                Tolerance = reader.GetNumber("tolerance", 1.5),
                BaselineLifetime = TimeSpan.FromSeconds(reader.GetNumber("baseline_lifetime", 10)),
            },
            DefaultPriority = RequestPriorities.Parse(reader.GetString("default_priority", "normal")),
            Rules = [.. reader.GetRecords("priorities").Select(PriorityRule.From)],
            Status = reader.GetInt("error_code", 503),
            Message = reader.GetString("error_message", AdaptiveConcurrencyFactory.DefaultMessage),
            RetryAfter = reader.GetInt("retry_after", 1),
        };
    }
}
