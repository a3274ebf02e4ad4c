using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Http;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Plugins.RateLimiting;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>Configuration of <c>response-ratelimiting</c>, compiled.</summary>
internal sealed record ResponseRateLimitingConfig
{
    /// <summary>The limits, in the order of the configuration.</summary>
    public required ResponseLimit[] Limits { get; init; }

    /// <summary>All rules, for live counters.</summary>
    public required IReadOnlyList<LimitRule> Rules { get; init; }

    /// <summary>Whose usage it is. Default the consumer's.</summary>
    public required LimitSubject Subject { get; init; }

    /// <summary>The upstream's field. Default x-kong-limit.</summary>
    public required HeaderName Header { get; init; }

    /// <summary>Where counters are: local, redis or cluster.</summary>
    public required string Policy { get; init; }

    /// <summary>Whether requests pass while the store cannot be asked. Default true.</summary>
    public required bool IsFaultTolerant { get; init; }

    /// <summary>Whether a request is refused up front as soon as one limit is used up. Default false.</summary>
    public required bool BlocksOnFirstViolation { get; init; }

    /// <summary>Whether clients learn nothing of the limits. Default false.</summary>
    public required bool HidesHeaders { get; init; }

    public static ResponseRateLimitingConfig From(JsonObject config, PluginConfig instance)
    {
        var reader = new ConfigReader(config);
        string scope = RateLimitingConfig.ScopeOf(instance);
        ResponseLimit[] limits = [.. (reader.GetObject("limits") ?? []).Select(l => Compile(scope, l.Key, new ConfigReader(l.Value as JsonObject)))];
        return new ResponseRateLimitingConfig
        {
            Limits = limits,
            Rules = [.. limits.SelectMany(l => l.Windows).Select(w => w.Rule)],
            Subject = new LimitSubject { By = LimitByNames.Of(reader.GetString("limit_by", "consumer")), Ipv6Prefix = ResponseRateLimitingSchema.Ipv6Prefix },
            Header = new HeaderName(reader.GetString("header_name", ResponseRateLimitingSchema.DefaultHeader)),
            Policy = reader.GetString("policy", "local"),
            IsFaultTolerant = reader.GetBool("fault_tolerant", true),
            BlocksOnFirstViolation = reader.GetBool("block_on_first_violation", false),
            HidesHeaders = reader.GetBool("hide_client_headers", false),
        };
    }

    // A slash is no part of a name: no two limits have a rule of the same name.
    private static ResponseLimit Compile(string scope, string name, ConfigReader periods) => new(
        name,
        [.. RateLimitingSchema.Periods
            .Where(p => periods.Has(p.Field))
            .Select(p => new ResponseLimitWindow(
                new LimitRule(
                    scope, $"{name}/{p.Field}", LimitAlgorithm.FixedWindow, RateLimitSetBuilder.Units(periods.GetNumber(p.Field, 1)), p.Window),
                $"{name}-{p.Field}"))]);
}
