using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Http;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Plugins.RateLimiting;
using Gatehouse.Gateway.Redis;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>Schema of <c>response-ratelimiting</c>: Kong's fields.</summary>
internal static class ResponseRateLimitingSchema
{
    /// <summary>The field that upstreams charge with.</summary>
    public const string DefaultHeader = "x-kong-limit";

    /// <summary>Bits of an IPv6 address that tell clients apart: a subscriber has a /64 or more.</summary>
    public const int Ipv6Prefix = 64;

    // Each limit adds up to twelve fields to an answer.
    private const int MaxLimits = 32;

    private static RecordSchema Limit { get; } = RecordSchema.Of(
        [.. RateLimitingSchema.Periods.Select(p => Field.Number(p.Field) with { GreaterThan = 0, Description = $"Units per {p.Field}." })])
        .With(
            EntityChecks.AtLeastOneOf([.. RateLimitingSchema.Periods.Select(p => p.Field)]),
            EntityChecks.Custom([.. RateLimitingSchema.Periods.Select(p => p.Field)], CheckPeriods));

    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.HeaderName("header_name").WithDefault(DefaultHeader)
            .Describe("Field of the upstream's answer that charges limits: `video=2, img=1`. Clients do not see it."),
        Field.String("limit_by").WithDefault("consumer").AmongOf("consumer", "credential", "ip")
            .Describe("Whose usage is counted. Where a request has no such thing, its client's address counts (of IPv6 the first 64 bits)."),
        Field.String("policy").WithDefault("local").AmongOf("local", "cluster", "redis")
            .Describe("Where counters are: in the memory of each node, or shared. cluster is reserved for nodes with a database."),
        Field.Boolean("fault_tolerant", true).Required().Describe("Whether each node holds the limits by itself while shared counters cannot be reached; otherwise 500."),
        RedisSchema.Create(),
        Field.Boolean("block_on_first_violation", false).Required()
            .Describe("Whether a request is refused before the upstream is asked as soon as one limit is used up, whichever it would charge."),
        Field.Boolean("hide_client_headers", false).Required().Describe("Whether clients learn nothing of the limits, Retry-After included."),
        Field.MapOf("limits", Field.String("name"), Field.RecordOf("limit", Limit).Required()).Required()
            .Where(CheckNames)
            .Describe("The limits by name, at most 32: units per second, minute, hour, day, month and year of the UTC calendar.") with
        {
            MinLength = 1,
            MaxLength = MaxLimits,
        })
        .With(EntityChecks.Custom(["policy", "redis"], RateLimitingSchema.CheckRedis))
        .WithShorthands(RedisSchema.Shorthands());

    private static string? CheckNames(JsonNode limits)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, _) in limits.AsObject())
        {
            if (!HttpSyntax.IsToken(name))
            {
                return $"'{name}' cannot be part of a header field's name: use letters, digits, - and _";
            }

            if (!names.Add(name))
            {
                return $"'{name}' and another limit differ in nothing but case: they would share their header fields";
            }
        }

        return null;
    }

    private static void CheckPeriods(JsonObject limit, Action<string, string> report)
    {
        var set = RateLimitingSchema.Periods
            .Select(p => (p.Field, Value: new ConfigReader(limit).GetNumber(p.Field)))
            .Where(p => p.Value is not null)
            .ToList();
        foreach (var (shorter, longer) in set.SelectMany((p, i) => set.Skip(i + 1).Select(l => (p, l))))
        {
            if (longer.Value < shorter.Value)
            {
                report(EntityCheck.Entity, string.Create(
                    CultureInfo.InvariantCulture,
                    $"the limit for {longer.Field}({longer.Value:F1}) cannot be lower than the limit for {shorter.Field}({shorter.Value:F1})"));
                return;
            }
        }
    }
}
