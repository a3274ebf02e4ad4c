using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Expressions;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Core.Schemas;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>Compiles the limits of an instance and of its tiers.</summary>
internal sealed class RateLimitSetBuilder
{
    private readonly ConfigReader _instance;
    private readonly string _scope;
    private readonly LimitAlgorithm _algorithm;
    private readonly RateLimitCost? _cost, _costAfter;
    private readonly List<LimitRule> _rules = [];
    private readonly List<RateLimit> _shared = [];

    /// <param name="instance">The instance's configuration.</param>
    /// <param name="scope">Who shares the counters.</param>
    public RateLimitSetBuilder(ConfigReader instance, string scope)
    {
        _instance = instance;
        _scope = scope;
        _algorithm = LimitAlgorithmNames.Of(instance.GetString("algorithm", "fixed-window"));
        _cost = RateLimitCost.From(instance, "cost", RequestVariables.Environment);
        _costAfter = RateLimitCost.From(instance, "cost_after", ResponseVariables.Environment);
        Subject = SubjectOf(instance, instance.GetString("limit_by", "consumer"));
    }

    /// <summary>All rules built so far.</summary>
    public IReadOnlyList<LimitRule> Rules => _rules;

    /// <summary>The instance's own way to tell clients apart.</summary>
    public LimitSubject Subject { get; }

    /// <summary>
    /// The set of the instance, which comes first, or of a tier: its periods in place of the instance's, and of the instance's <c>limits</c> those that
    /// it has none of the same name for. Their counters are the instance's, so that a limit for everybody holds for members, too.
    /// </summary>
    public RateLimitSet Build(ConfigReader config, string? tier)
    {
        var limits = new List<RateLimit>();
        foreach (var (field, title, window) in RateLimitingSchema.Periods)
        {
            if (config.GetNumber(field) is { } number)
            {
                limits.Add(Make(
                    tier, field, title, _algorithm, Units(number), window, config.GetLong("burst", 0), Subject, _cost, _costAfter));
            }
        }

        foreach (var limit in config.GetRecords("limits"))
        {
            limits.Add(Make(limit, tier));
            if (tier is null)
            {
                _shared.Add(limits[^1]);
            }
        }

        if (tier is not null)
        {
            limits.AddRange(_shared.Where(s => !limits.Any(l => string.Equals(l.Name, s.Name, StringComparison.OrdinalIgnoreCase))).ToList());
        }

        return limits.Count > 0 ? new RateLimitSet(limits)
            : throw new PluginBuildException(tier is null ? "limits" : $"tiers.{tier}", "there is no limit", null, "set minute, or another period");
    }

    private RateLimit Make(ConfigReader limit, string? tier)
    {
        string name = limit.GetRequiredString("name");
        var algorithm = limit.GetString("algorithm") is { } own ? LimitAlgorithmNames.Of(own) : _algorithm;
        var subject = limit.GetString("limit_by") is { } by ? SubjectOf(limit, by) : Subject;
        return Make(
            tier,
            name,
            name,
            algorithm,
            Units(limit.GetNumber("limit", 1)),
            LimitWindow.OfSeconds(limit.GetLong("window_size", RateLimitingSchema.DefaultWindow)),
            limit.GetLong("burst", 0),
            subject,
            RateLimitCost.From(limit, "cost", RequestVariables.Environment) ?? _cost,
            RateLimitCost.From(limit, "cost_after", ResponseVariables.Environment) ?? _costAfter);
    }

    private RateLimit Make(
        string? tier, string name, string title, LimitAlgorithm algorithm, long units, LimitWindow window, long burst,
        LimitSubject subject, RateLimitCost? cost, RateLimitCost? costAfter)
    {
        string scope = tier is null ? _scope : $"{_scope}:{tier}";
        string full = tier is null ? name : $"{tier}/{name}";
        var rule = new LimitRule(scope, full, algorithm, units, window, burst);
        _rules.Add(rule);

        // A request is one request at a time whatever it costs.
        return algorithm == LimitAlgorithm.Concurrency
            ? new RateLimit(rule, subject, title, name, RateLimitCost.One, null)
            : new RateLimit(
                rule, subject, title, name, cost ?? (costAfter is null ? RateLimitCost.One : RateLimitCost.Nothing), costAfter);
    }

    private LimitSubject SubjectOf(ConfigReader config, string by)
    {
        ValueExpression? expression = null;
        if (config.GetString("expression") is { } text
            && !ValueExpression.TryCompileText(text, RequestVariables.Environment, out expression, out var error))
        {
            throw new PluginBuildException("expression", error.ToString(), text, null);
        }

        return new LimitSubject
        {
            By = LimitByNames.Of(by),
            Header = config.GetString("header_name") is { } header ? new HeaderName(header) : null,
            Path = Encoding.UTF8.GetBytes(config.GetString("path", "")),
            Claim = config.GetStrings("claim") is { Count: > 0 } claim ? new ClaimPath(claim) : null,
            Expression = expression,
            Ipv4Prefix = _instance.GetInt("ipv4_prefix", 32),
            Ipv6Prefix = _instance.GetInt("ipv6_prefix", 64),
        };
    }

    /// <summary>Units of a limit. Kong takes any number: while usage is below it a request passes, so that 1.5 are two requests.</summary>
    public static long Units(double number) => number >= LimitRule.MaxUnits ? LimitRule.MaxUnits : Math.Max(1, (long)Math.Ceiling(number));
}
