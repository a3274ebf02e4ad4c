using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Ai.Pipeline;
using Gatehouse.Ai.Selection;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Ai.Observability;

/// <summary>What the LLM gateway counts beside the GenAI conventions: requests, attempts, money, decisions, the cache, its own overhead.</summary>
internal sealed class AiMetrics
{
    /// <summary>Consumers told apart in labels; the rest are <c>other</c>. The ledger tells all apart.</summary>
    public const int MaxConsumers = 500;

    /// <summary>Value of the consumer's label where nobody is known.</summary>
    public const string Anonymous = "anonymous";

    private static readonly double[] OverheadBounds = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1];

    private readonly LabelCap _consumers = new(MaxConsumers);
    private readonly CounterFamily _perUser, _requests, _attempts, _fallbacks, _decisions, _cache;
    private readonly Histogram _overhead;
    private readonly MoneyFigures _spend = new("gatehouse_ai_spend_usd_total", "US dollars that attempts cost, where the price is known", ["consumer", "model", "provider"]);
    private readonly MoneyFigures _saved = new("gatehouse_ai_cache_saved_usd_total", "US dollars that answers from the cache did not cost again", ["model"]);

    /// <param name="registry">Where families are declared; once for each node.</param>
    /// <param name="books">The books; null while none are open.</param>
    /// <param name="deployments">Health of deployments.</param>
    public AiMetrics(MetricsRegistry registry, Func<Accountant?> books, DeploymentRegistry deployments)
    {
        GenAi = new GenAiMetrics(registry);
        _perUser = registry.AddCounter("ai_agent_requests_per_user", "Requests to language models by consumer", "user");
        _requests = registry.AddCounter("gatehouse_ai_requests_total", "Requests to language models by how they ended", "surface", "operation", "outcome");
        _attempts = registry.AddCounter("gatehouse_ai_attempts_total", "Calls to vendors by how they ended", "provider", "deployment", "outcome");
        _fallbacks = registry.AddCounter("gatehouse_ai_fallbacks_total", "Requests whose first attempt failed, by whether a later one answered", "result");
        _decisions = registry.AddCounter("gatehouse_ai_compliance_decisions_total", "Requests under a policy by data class and what was done", "class", "action");
        _cache = registry.AddCounter("gatehouse_ai_cache_requests_total", "Requests to models with a cache", "result");
        _overhead = registry.AddHistogram(
            "gatehouse_ai_overhead_seconds", "Time that the gateway adds to a request which one attempt answers", new HistogramBuckets(1_000_000, OverheadBounds)).With();
        registry.AddCollector(_spend);
        registry.AddCollector(_saved);
        registry.AddCollector(new DeploymentMetrics(deployments));
        registry.AddCollector(new AccountingMetrics(books));
    }

    public GenAiMetrics GenAi { get; }

    /// <summary>Counts an attempt that is over.</summary>
    public void CountAttempt(AiCall call, string operation, AttemptRecord attempt)
    {
        int shard = MetricShard.Current;
        var deployment = attempt.Deployment;
        GenAi.Observe(shard, operation, attempt);
        _attempts.With(deployment.Provider.Name, deployment.Name, attempt.ErrorType ?? "ok").Add(shard);
        if (attempt.Cost is { } cost and > 0)
        {
            _spend.Add(cost, ConsumerOf(call), call.KnownModel ?? "", deployment.Provider.Name);
        }
    }

    /// <summary>Counts a request that is over.</summary>
    public void CountRequest(AiCall call, string operation, string outcome, bool isAnswered)
    {
        int shard = MetricShard.Current;
        _perUser.With(ConsumerOf(call)).Add(shard);
        _requests.With(call.Surface.Name, operation, outcome).Add(shard);
        if (call.Attempts > 1)
        {
            _fallbacks.With(isAnswered ? "ok" : "failed").Add(shard);
        }

        if (call is { Policy: not null, Classification: { } classification })
        {
            _decisions.With(classification.Class.Name, PolicyWords.ActionOf(call)).Add(shard);
        }
    }

    /// <summary>Observes what the gateway added to a request.</summary>
    public void ObserveOverhead(TimeSpan added) => _overhead.Observe(MetricShard.Current, Math.Max(0, (long)added.TotalMicroseconds));

    /// <summary>Counts a look into the cache: <c>hit</c>, <c>miss</c> or <c>bypass</c>.</summary>
    public void CountCache(string result) => _cache.With(result).Add(MetricShard.Current);

    /// <summary>Counts what an answer from the cache would have cost.</summary>
    public void CountSaved(string model, decimal usd) => _saved.Add(usd, model);

    private string ConsumerOf(AiCall call) => call.ConsumerId is null ? Anonymous : _consumers.Of(call.ConsumerName ?? call.ConsumerId);
}
