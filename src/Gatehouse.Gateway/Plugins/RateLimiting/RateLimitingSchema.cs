using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Redis;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>Schema of <c>rate-limiting</c>: Kong's fields, and ours behind them.</summary>
internal static class RateLimitingSchema
{
    public const string DefaultMessage = "API rate limit exceeded";

    /// <summary>Most units of a request unless <c>max</c> says otherwise.</summary>
    public const long MaxCost = 1_000_000;

    /// <summary>Seconds of a window that says nothing of its size.</summary>
    public const long DefaultWindow = 60;

    /// <summary>Longest item of the draft's RateLimit field: a name, and two numbers with their keys.</summary>
    public const int LongestItem = MaxName + 2 + 2 + (2 * (3 + 20));

    private const int MaxName = 32;
    private const int MaxLimits = 16;
    private const int MaxTiers = 64;

    /// <summary>Kong's periods: field, header name, window.</summary>
    public static IReadOnlyList<(string Field, string Title, LimitWindow Window)> Periods { get; } =
    [
        ("second", "Second", LimitWindow.OfSeconds(1)),
        ("minute", "Minute", LimitWindow.OfSeconds(60)),
        ("hour", "Hour", LimitWindow.OfSeconds(3600)),
        ("day", "Day", LimitWindow.OfSeconds(86_400)),
        ("month", "Month", LimitWindow.Month),
        ("year", "Year", LimitWindow.Year),
    ];

    private static RecordSchema Limit { get; } = RecordSchema.Of(
    [
        Field.String("name").Required().Where(CommonFields.Text(CheckName))
            .Describe("Name in headers, metrics and live counters: 1 to 32 letters, digits, dashes, underscores; no two of a list are the same."),
        Field.Number("limit").Required().InRange(1, LimitRule.MaxUnits).Describe("Units per window; of concurrency, requests at a time."),
        Field.Integer("window_size").InRange(1, 31_536_000).Describe("Seconds of the window; unset is 60. Refused with concurrency, which has none."),
        Algorithm("algorithm", LimitAlgorithmNames.All).Describe("How it counts; unset is the instance's algorithm."),
        Burst(),
        Field.String("limit_by").AmongOf(LimitByNames.All).Describe("Whom it tells apart; unset is as the instance does."),
        .. Subjects("its limit_by"),
        Cost("cost", RequestVariables.Environment),
        Cost("cost_after", ResponseVariables.Environment),
    ]).With([.. SubjectChecks()]);

    private static RecordSchema Tier { get; } = RecordSchema.Of(
    [
        .. Periods.Select(p => Period(p.Field)),
        Burst(),
        Limits(),
    ]).With(
        EntityChecks.AtLeastOneOf([.. Periods.Select(p => p.Field), "limits"]),
        EntityChecks.Custom([.. Periods.Select(p => p.Field)], CheckPeriods),
        EntityChecks.Custom(["limits"], CheckNames));

    public static RecordSchema Create() => RecordSchema.Of(
    [
        .. Periods.Select(p => Period(p.Field)),
        Field.String("limit_by").WithDefault("consumer").AmongOf(LimitByNames.All)
            .Describe("Whom a limit tells apart. What a request does not have (no consumer, no such header) is its client's address instead. "
                + "consumer-group, route, claim, expression and global are not in Kong."),
        .. Subjects("limit_by"),
        Field.String("policy").WithDefault("local").AmongOf("local", "cluster", "redis")
            .Describe("Where counters are: in the memory of each node, or shared. cluster is reserved for nodes with a database."),
        Field.Boolean("fault_tolerant", true).Required().Describe("Whether each node holds the limits by itself while shared counters cannot be reached; otherwise 500."),
        RedisSchema.Create(),
        Field.Boolean("hide_client_headers", false).Required().Describe("Whether clients learn nothing of the limits, Retry-After included."),
        Field.Number("error_code").WithDefault(429).Where(CheckStatus).Describe("Status of a refusal."),
        Field.String("error_message").WithDefault(DefaultMessage).Describe("Message of a refusal."),
        Field.Number("sync_rate").Required().WithDefault(-1).Where(CheckSyncRate)
            .Describe("Seconds for which a node books shares of shared counters, at least 0.02; -1 asks for every request."),
        Algorithm("algorithm", LimitAlgorithmNames.All[..3]).WithDefault("fixed-window").Required()
            .Describe("How second to year count: fixed-window as Kong, by the UTC calendar; sliding-window never admits more than the limit in any "
                + "interval of that length; token-bucket gives the limit evenly, and burst at once. A month is 30 days where there is no calendar."),
        Burst(),
        Limits(),
        Field.MapOf("tiers", Field.String("group"), Field.RecordOf("tier", Tier)) with
        {
            MaxLength = MaxTiers,
            Description = "Limits for members of consumer groups, by the group's name, in place of second to year and of limits of the same name; "
                + "the other limits hold for members, too. Of several groups the first by name that has a tier.",
        },
        Field.Integer("ipv4_prefix").Required().WithDefault(32).InRange(1, 32).Describe("Bits of an IPv4 address that tell clients apart."),
        Field.Integer("ipv6_prefix").Required().WithDefault(64).InRange(1, 128)
            .Describe("Bits of an IPv6 address that tell clients apart: a subscriber has a /64 or more."),
        Cost("cost", RequestVariables.Environment),
        Cost("cost_after", ResponseVariables.Environment),
        Field.String("rate_limit_headers").Required().WithDefault("kong").AmongOf("kong", "kong-and-draft")
            .Describe("Header fields on answers: Kong's, or RateLimit and RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers-10 beside them."),
        Field.Boolean("dry_run", false).Required().Describe("Whether nothing is refused and no client told: rate_limit_dry_run_total counts what would have been."),
    ])
    .With(
    [
        EntityChecks.AtLeastOneOf([.. Periods.Select(p => p.Field), "limits"]),
        EntityChecks.Custom([.. Periods.Select(p => p.Field)], CheckPeriods),
        EntityChecks.Custom(["limits"], CheckNames),
        EntityChecks.Custom(["algorithm", "burst", "limits", "tiers"], RateLimitingUse.Check),
        .. SubjectChecks(),
        EntityChecks.Custom(["policy", "redis"], CheckRedis),
    ])
    .WithShorthands(RedisSchema.Shorthands());

    /// <summary>Policy redis needs a server.</summary>
    public static void CheckRedis(JsonObject config, Action<string, string> report)
    {
        var reader = new ConfigReader(config);
        if (reader.GetString("policy") == "redis" && RedisConfig.From(reader.GetRecord("redis")) is null)
        {
            report("redis.host", SchemaTexts.Required);
            report(EntityCheck.Entity, "failed conditional validation given value of field 'config.policy'");
        }
    }

    private static Field Period(string name) => Field.Number(name) with
    {
        GreaterThan = 0,
        Description = $"Units per {name}.",
    };

    private static Field Algorithm(string name, string[] names) => Field.String(name).AmongOf(names);

    private static Field Burst() => Field.Integer("burst").InRange(1, LimitRule.MaxUnits)
        .Describe("Units at once of a token bucket; unset is the limit. Refused with other algorithms.");

    private static Field Limits() => Field.ArrayOf("limits", Field.RecordOf("element", Limit)) with
    {
        MaxLength = MaxLimits,
        Description = "Further limits, at most 16: windows of any size, and other ways to tell clients apart. A request needs room in all of them and in second to year.",
    };

    private static Field[] Subjects(string owner) =>
    [
        CommonFields.HeaderName("header_name").Describe($"Header field when {owner} is header."),
        CommonFields.Path("path").Describe($"Path when {owner} is path: requests to it share a counter."),
        Field.ArrayOf("claim", Field.String("element")) with
        {
            MinLength = 1,
            MaxLength = 8,
            Description = $"Names that lead to the claim of a verified token when {owner} is claim.",
        },
        Field.String("expression").Where(CommonFields.Text(CheckKey))
            .Describe($"Expression (string, int, bool or ip) when {owner} is expression."),
    ];

    private static IEnumerable<EntityCheck> SubjectChecks()
    {
        (string By, string Field)[] pairs = [("header", "header_name"), ("path", "path"), ("claim", "claim"), ("expression", "expression")];
        return pairs.Select(p => EntityChecks.Conditional("limit_by", EntityChecks.Among(p.By), p.Field, EntityChecks.IsRequired));
    }

    private static Field Cost(string name, ExpressionEnvironment environment) => Field.RecordOf(name, RecordSchema.Of(
        CommonFields.HeaderName("header_name").Describe("Header field with the number of units; what is no number counts as default."),
        Field.String("expression").Where(CommonFields.Text(t => CheckNumber(t, environment)))
            .Describe("Expression that gives the number; a fraction is rounded up, an error counts as default."),
        Field.Integer("default").WithDefault(DefaultOf(name)).InRange(0, LimitRule.MaxUnits).Describe("Units when neither is set or gives a number."),
        Field.Integer("min").WithDefault(name == "cost" ? 1 : 0).InRange(0, LimitRule.MaxUnits).Describe("A smaller number counts as this."),
        Field.Integer("max").WithDefault(MaxCost).InRange(1, LimitRule.MaxUnits).Describe("A greater number counts as this."))
        .With(EntityChecks.MutuallyExclusive("header_name", "expression")))
        .Describe(name == "cost"
            ? "Units that a request takes; unset is 1, or 0 with cost_after. A header must be one that clients cannot set as they like."
            : "Units that are charged behind the answer, by a header field of it (which clients do not see) or an expression that may read "
                + "response.status, response.size and response.headers. Never refused: what goes over the limit has to come down first.");

    /// <summary>Units when nothing says how many: a request up front, nothing more behind it.</summary>
    public static long DefaultOf(string name) => name == "cost" ? 1 : 0;

    private static void CheckPeriods(JsonObject config, Action<string, string> report)
    {
        var set = Periods.Select(p => (p.Field, Value: new ConfigReader(config).GetNumber(p.Field))).Where(p => p.Value is not null).ToList();
        for (int i = 0; i < set.Count; i++)
        {
            foreach (var (longer, value) in set.Skip(i + 1))
            {
                if (value < set[i].Value)
                {
                    report(EntityCheck.Entity, string.Create(
                        CultureInfo.InvariantCulture,
                        $"The limit for {longer}({value:F1}) cannot be lower than the limit for {set[i].Field}({set[i].Value:F1})"));
                    return;
                }
            }
        }
    }

    private static void CheckNames(JsonObject config, Action<string, string> report)
    {
        var names = Periods.Select(p => p.Field).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var limit in new ConfigReader(config).GetRecords("limits"))
        {
            if (limit.GetString("name") is { } name && !names.Add(name))
            {
                report("limits", $"two limits are named '{name}', or it is the name of a period");
            }
        }
    }

    private static string? CheckName(string name)
        => name.Length <= MaxName && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? null
            : "a name has 1 to 32 letters, digits, dashes and underscores";

    private static string? CheckStatus(JsonNode value)
        => JsonScalars.AsInteger(value) is >= 100 and <= 599 ? null : "value should be a whole number between 100 and 599";

    private static string? CheckSyncRate(JsonNode value)
        => JsonScalars.AsNumber(value) is -1 or >= 0.02 ? null : "value must be -1 or at least 0.02";

    private static string? CheckKey(string text)
        => ValueExpression.TryCompileText(text, RequestVariables.Environment, out _, out var error) ? null : error.ToString();

    private static string? CheckNumber(string text, ExpressionEnvironment environment)
        => ValueExpression.TryCompileNumber(text, environment, out _, out var error) ? null : error.ToString();
}
