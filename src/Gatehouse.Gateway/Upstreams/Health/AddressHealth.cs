using System.Globalization;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>
/// Judges one address of one upstream: counts what probes and requests say, takes it out, and lets it back. One object for as long
/// as the address is known, over edits and reloads. A good answer of a good address costs no lock.
/// </summary>
/// <remarks>
/// <code>
///              limit of failures, outlier, PUT unhealthy
///   Eligible ───────────────────────────────────────────► Ejected ◄────────────┐
///      ▲                                                   │   │ time is over   │ trial request failed
///      │◄── probes, PUT healthy, check switched off ───────┘   ▼                │ (stays out for longer)
///      └◄───────────── trial request answered ◄──────────── Probing ───────────┘
/// </code>
/// </remarks>
internal sealed partial class AddressHealth
{
    private readonly Lock _lock = new();
    private readonly UpstreamAddress _address;
    private readonly IHealthWatch _watch;
    private readonly ITimer _timer;
    private volatile HealthPolicy _policy = HealthPolicy.Off;
    private volatile bool _hasFailures;
    private FailureCounts _passive, _active;
    private int _consecutive, _successes, _ejections;
    private long _restoredAt, _trialSince;
    private TimeSpan _duration;
    private FailureKind _kind;
    private bool _isKnocking;

    /// <param name="address">What is judged.</param>
    /// <param name="watch">The upstream it belongs to.</param>
    public AddressHealth(UpstreamAddress address, IHealthWatch watch)
    {
        _address = address;
        _watch = watch;
        _timer = watch.Time.CreateTimer(
            static state => ((AddressHealth)state!).OnElapsed(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is judged.</summary>
    public UpstreamAddress Address => _address;

    /// <summary>Who took it out; none while it is in.</summary>
    public EjectionCause Cause { get; private set; }

    /// <summary>What the last change was made for; null = there was none.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether it counts as healthy. One that is on trial does not yet.</summary>
    public bool IsHealthy => _address.Health.State == TargetState.Eligible;

    /// <summary>What its requests came to since the last look.</summary>
    public OutlierWindow Window { get; } = new();

    /// <summary>Takes the end of an attempt, on the loop that made it.</summary>
    public void Report(AttemptOutcome outcome, ProxyExchange exchange)
        => Report(
            exchange.IsClientGone && outcome != AttemptOutcome.Completed ? AttemptOutcome.ClientFailed : outcome,
            exchange.UpstreamStatus,
            exchange.Timings.TryStarted,
            exchange.Timings.UpstreamHead);

    /// <summary>
    /// Takes the end of an attempt. <paramref name="started"/> and <paramref name="answered"/>: timestamps
    /// of the attempt and of the head of its answer, 0 = none came; <paramref name="status"/> is read of answers only.
    /// </summary>
    public void Report(AttemptOutcome outcome, int status, long started, long answered)
    {
        var policy = _policy;
        if (policy.IsOn)
        {
            Report(policy, KindOf(policy, outcome, status), started, answered);
        }
    }

    /// <summary>Takes the result of a probe.</summary>
    public void Probed(FailureKind kind, string detail)
    {
        lock (_lock)
        {
            var active = _policy.Active;
            if (kind != FailureKind.None)
            {
                _successes = 0;
                int count = _active.Add(kind);
                if (IsHealthy && active.Limits.Of(kind) is > 0 and var limit && count >= limit)
                {
                    Eject(EjectionCause.Active, kind, Text(count, kind, "probes", detail));
                }
            }
            else
            {
                _active.Clear();
                if (!IsHealthy && Cause != EjectionCause.Outlier && ++_successes >= active.Successes && active.Successes > 0)
                {
                    Restore(string.Create(CultureInfo.InvariantCulture, $"{_successes} good probe{(_successes == 1 ? "" : "s")}"));
                }
            }
        }
    }

    /// <summary>Takes it out as an outlier, when the share of what is out allows that.</summary>
    public void EjectOutlier(string reason)
    {
        lock (_lock)
        {
            if (IsHealthy && _policy.Outlier is not null && _watch.MayEject(_policy.Outlier))
            {
                Eject(EjectionCause.Outlier, FailureKind.None, reason);
            }
        }
    }

    /// <summary>Does what an operator says.</summary>
    public void Set(bool isHealthy)
    {
        const string Said = "set by an operator";
        lock (_lock)
        {
            if (isHealthy)
            {
                _ejections = 0;
                Restore(Said);
            }
            else if (IsHealthy)
            {
                Eject(EjectionCause.Manual, FailureKind.None, Said);
            }
            else
            {
                // Out already, but for another reason: from now on only probes or an operator bring it back.
                Cause = EjectionCause.Manual;
                Reason = Said;
                _address.Health.Set(TargetState.Ejected, Now);
                Arm(Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Goes by other rules from now on; what is out because of a check that is not made any more comes back.</summary>
    public void Adopt(HealthPolicy policy)
    {
        lock (_lock)
        {
            if (policy.Equals(_policy))
            {
                return;
            }

            _policy = policy;
            if (!IsHealthy && !policy.Uses(Cause))
            {
                Restore("its check was switched off");
            }
            else if (!IsHealthy)
            {
                Arm(policy.IsTimed(Cause) ? Duration() : Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Nobody uses the address any more, or somebody does again: its state stays, its timer rests meanwhile.</summary>
    public void Rest(bool isResting)
    {
        lock (_lock)
        {
            Arm(!isResting && !IsHealthy && _policy.IsTimed(Cause) ? Duration() : Timeout.InfiniteTimeSpan);
        }
    }

    private long Now => _watch.Time.GetTimestamp();

    private void Report(HealthPolicy policy, FailureKind kind, long started, long answered)
    {
        bool isGood = kind == FailureKind.None;
        if (kind != FailureKind.Unknown && policy.Outlier is { UsesWindow: true })
        {
            Window.Count(!isGood, answered > started && started > 0 ? answered - started : 0);
        }

        if (isGood ? _hasFailures || !IsHealthy : kind != FailureKind.Unknown || !IsHealthy)
        {
            Weigh(kind, started);
        }
    }

    private void Weigh(FailureKind kind, long started)
    {
        lock (_lock)
        {
            if (!IsHealthy)
            {
                // Requests that were under way when it was taken out say nothing new.
                if (_trialSince != 0 && started >= _trialSince && Cause != EjectionCause.Manual)
                {
                    Conclude(kind);
                }
            }
            else if (kind == FailureKind.None)
            {
                _passive.Clear();
                _consecutive = 0;
                _hasFailures = false;
            }
            else if (kind != FailureKind.Unknown)
            {
                Count(kind);
            }
        }
    }

    private void Count(FailureKind kind)
    {
        _hasFailures = true;
        int count = _passive.Add(kind);
        _consecutive++;
        if (_policy.Passive.Limits.Of(kind) is > 0 and var limit && count >= limit)
        {
            Eject(EjectionCause.Passive, kind, Text(count, kind, "requests", null));
        }
        else if (_policy.Outlier is { ConsecutiveFailures: > 0 } outlier && _consecutive >= outlier.ConsecutiveFailures && _watch.MayEject(outlier))
        {
            Eject(EjectionCause.Outlier, kind, string.Create(CultureInfo.InvariantCulture, $"{_consecutive} failures in a row"));
        }
    }

    private static FailureKind KindOf(HealthPolicy policy, AttemptOutcome outcome, int status) => outcome switch
    {
        AttemptOutcome.Completed => policy.Passive.Classify(status),
        AttemptOutcome.ConnectTimeout or AttemptOutcome.Timeout => FailureKind.Timeout,
        AttemptOutcome.ClientFailed or AttemptOutcome.AnsweredByPlugin or AttemptOutcome.StaleConnection => FailureKind.Unknown,
        _ => FailureKind.Tcp,
    };

    private static string Text(int count, FailureKind kind, string of, string? detail)
    {
        string what = kind switch
        {
            FailureKind.Http => "bad answer",
            FailureKind.Timeout => "time-out",
            _ => "connection failure",
        };
        return string.Create(
            CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")} of {of}{(detail is null ? "" : $", the last: {detail}")}");
    }
}
