using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>Configuration of <c>rate-limiting</c>, compiled.</summary>
internal sealed record RateLimitingConfig
{
    /// <summary>What applies to whoever is in no tier.</summary>
    public required RateLimitSet Default { get; init; }

    /// <summary>What applies to members of a consumer group, by its name; null = there are no tiers.</summary>
    public required IReadOnlyDictionary<string, RateLimitSet>? Tiers { get; init; }

    /// <summary>All rules, for live counters.</summary>
    public required IReadOnlyList<LimitRule> Rules { get; init; }

    /// <summary>The instance's own way to tell clients apart.</summary>
    public required LimitSubject Subject { get; init; }

    /// <summary>Where counters are: local, redis or cluster.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether requests pass while the store cannot be asked. Default true.</summary>
    public required bool IsFaultTolerant { get; init; }

    /// <summary>Whether clients learn nothing of the limits. Default false.</summary>
    public required bool HidesHeaders { get; init; }

    /// <summary>Whether the draft's fields are sent beside Kong's. Default false.</summary>
    public required bool SendsDraft { get; init; }

    /// <summary>Whether nothing is refused, only counted. Default false.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>Status of a refusal. Default 429.</summary>
    public required int ErrorCode { get; init; }

    /// <summary>Message of a refusal. Default Kong's.</summary>
    public required string ErrorMessage { get; init; }

    public static RateLimitingConfig From(JsonObject config, PluginConfig instance)
    {
        var reader = new ConfigReader(config);
        var builder = new RateLimitSetBuilder(reader, ScopeOf(instance));
        var own = builder.Build(reader, tier: null);
        Dictionary<string, RateLimitSet>? tiers = null;
        foreach (var (name, tier) in reader.GetObject("tiers") ?? [])
        {
            (tiers ??= new(StringComparer.Ordinal))[name] = builder.Build(new ConfigReader(tier as JsonObject), name);
        }

        return new RateLimitingConfig
        {
            Default = own,
            Tiers = tiers,
            Rules = builder.Rules,
            Subject = builder.Subject,
            Policy = reader.GetString("policy", "local"),
            IsFaultTolerant = reader.GetBool("fault_tolerant", true),
            HidesHeaders = reader.GetBool("hide_client_headers", false),
            SendsDraft = reader.GetString("rate_limit_headers") == "kong-and-draft",
            IsDryRun = reader.GetBool("dry_run", false),
            ErrorCode = StatusOf(reader.GetNumber("error_code", 429)),
            ErrorMessage = reader.GetString("error_message", RateLimitingSchema.DefaultMessage),
        };
    }

    /// <summary>The limits of a request: those of the consumer's first group, by name, that has a tier.</summary>
    public RateLimitSet SetOf(Exchange exchange)
    {
        if (Tiers is not null)
        {
            var groups = exchange.ConsumerGroups;
            for (int i = 0; i < groups.Count; i++)
            {
                if (Tiers.TryGetValue(groups[i].Name, out var tier))
                {
                    return tier;
                }
            }
        }

        return Default;
    }

    private static int StatusOf(double status)
        => status is >= 100 and <= 599 && status == Math.Truncate(status)
            ? (int)status
            : throw new PluginBuildException("error_code", "not a status of an answer", null, "use 429");

    /// <summary>Counters belong to what the instance is bound to, not to its id: it is the same on every node, and after a reload.</summary>
    public static string ScopeOf(PluginConfig instance)
        => $"{instance.Name}:{instance.RouteId}:{instance.ServiceId}:{instance.ConsumerId}:{instance.ConsumerGroupId}";
}
