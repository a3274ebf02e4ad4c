using System.Collections.Concurrent;
using Gatehouse.Gateway.Identity;
using Gatehouse.Protocols.Prometheus;

namespace Gatehouse.Gateway.Observability;

/// <summary>
/// Counters of authentication and authorisation. Labels are names of plugins and words of fixed sets: nothing a client sends can make
/// a series.
/// </summary>
internal sealed class AuthenticationMetrics
{
    private readonly CounterFamily _successes, _failures, _denials;
    private readonly ConcurrentDictionary<(string Plugin, string Reason), Counter> _denialCounters = new();
    private readonly ConcurrentDictionary<string, Counter> _successCounters = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Counter[]> _failureCounters = new(StringComparer.Ordinal);

    public AuthenticationMetrics(MetricsRegistry registry, TimeProvider time)
    {
        _successes = registry.AddCounter("gatehouse_authentication_successes_total", "Requests that a plugin let in", "plugin");
        _failures = registry.AddCounter(
            "gatehouse_authentication_failures_total", "Requests that a plugin could not authenticate", "plugin", "reason");
        _denials = registry.AddCounter("gatehouse_authorization_denials_total", "Requests that a plugin denied", "plugin", "reason");
        Delayed = registry.AddCounter("gatehouse_authentication_delayed_total", "Failures whose answer was delayed").With();
        registry.AddCollector(new AuthenticationFailureRate(this, time));
        RetiringKeys = registry.AddCounter("gatehouse_retiring_key_uses_total", "Requests with a key that is being replaced").With();
    }

    /// <summary>Failures whose answer was delayed.</summary>
    public Counter Delayed { get; }

    /// <summary>Uses of keys that are being replaced.</summary>
    public Counter RetiringKeys { get; }

    /// <summary>The counter of a plugin's successes; keep it.</summary>
    public Counter SuccessesOf(string plugin) => _successCounters.GetOrAdd(plugin, name => _successes.With(name));

    /// <summary>Successes and failures of all plugins since the start.</summary>
    public (long Successes, long Failures) Totals
        => (_successCounters.Values.Sum(c => c.Value), _failureCounters.Values.Sum(counters => counters.Sum(c => c.Value)));

    /// <summary>Counts a failure.</summary>
    public void CountFailure(string plugin, AuthenticationFailureReason reason)
        => _failureCounters.GetOrAdd(plugin, MakeFailureCounters)[(int)reason].Add(MetricShard.Current);

    /// <summary>Counts a denial; <paramref name="reason"/> is a word of a small fixed set.</summary>
    public void CountDenial(string plugin, string reason)
        => _denialCounters.GetOrAdd((plugin, reason), key => _denials.With(key.Plugin, key.Reason)).Add(MetricShard.Current);

    private Counter[] MakeFailureCounters(string plugin)
        => [.. Enumerable.Range(0, AuthenticationFailureReasons.Count)
            .Select(r => _failures.With(plugin, AuthenticationFailureReasons.LabelOf((AuthenticationFailureReason)r)))];
}
