using System.Globalization;
using Gatehouse.Gateway.Forwarding;
using Gatehouse.Gateway.Pipeline;

namespace Gatehouse.Gateway.Upstreams.Health;

/// <content>Out, on trial, and back.</content>
internal sealed partial class AddressHealth
{
    /// <summary>The trial request has ended.</summary>
    private void Conclude(FailureKind kind)
    {
        switch (kind)
        {
            case FailureKind.Unknown:
                OpenTrial();
                break;
            case FailureKind.None when ++_successes < _policy.Passive.Successes:
                OpenTrial();
                break;
            case FailureKind.None:
                Restore("a trial request was answered");
                break;
            default:
                _successes = 0;
                _ejections++;
                _kind = kind;
                _trialSince = 0;
                _address.Health.Set(TargetState.Ejected, Now);
                Arm(_policy.IsTimed(Cause) ? Duration() : Timeout.InfiniteTimeSpan);
                break;
        }
    }

    private void Eject(EjectionCause cause, FailureKind kind, string reason)
    {
        // Twice its last time without trouble, and it begins anew.
        bool isForgiven = _watch.Time.GetElapsedTime(_restoredAt, Now) >= 2 * _duration;
        _ejections = isForgiven ? 1 : _ejections + 1;
        Cause = cause;
        Reason = reason;
        _kind = kind;
        _trialSince = 0;
        _successes = 0;
        _address.Health.Set(TargetState.Ejected, Now);
        _watch.Changed(this);
        Arm(_policy.IsTimed(cause) ? Duration() : Timeout.InfiniteTimeSpan);
    }

    private void Restore(string reason)
    {
        bool isChange = !IsHealthy;
        _passive.Clear();
        _active.Clear();
        _hasFailures = false;
        _consecutive = _successes = 0;
        _trialSince = 0;
        Arm(Timeout.InfiniteTimeSpan);
        if (isChange)
        {
            _restoredAt = Now;
            Reason = reason;
            _address.Health.Set(TargetState.Eligible, Now);
            _watch.Changed(this);
            Cause = EjectionCause.None;
        }
    }

    private TimeSpan Duration() => _duration = _policy.Ejection.Of(_ejections, _kind == FailureKind.Tcp);

    private void Arm(TimeSpan due) => _timer.Change(due, Timeout.InfiniteTimeSpan);

    private void OnElapsed()
    {
        lock (_lock)
        {
            if (IsHealthy || !_policy.IsTimed(Cause) || _isKnocking)
            {
                return;
            }

            if (_kind != FailureKind.Tcp)
            {
                OpenTrial();
                return;
            }

            _isKnocking = true;
        }

        _watch.Knock(this);
    }

    /// <summary>The result of <see cref="IHealthWatch.Knock"/>: whether somebody listens there.</summary>
    public void Knocked(bool isListening)
    {
        lock (_lock)
        {
            bool isAwaited = _isKnocking;
            _isKnocking = false;
            if (!isAwaited || IsHealthy || !_policy.IsTimed(Cause))
            {
                return;
            }

            if (isListening)
            {
                OpenTrial();
            }
            else
            {
                _address.Health.Set(TargetState.Ejected, Now);
                Arm(_policy.Ejection.KnockInterval);
            }
        }
    }

    /// <summary>One request may try it. Should its result get lost, the timer opens another trial.</summary>
    private void OpenTrial()
    {
        // Requests of an earlier trial whose end is still to come count as well: they may take longer than the timer.
        _trialSince = _trialSince == 0 ? Now : _trialSince;
        _address.Health.Set(TargetState.Probing, Now);
        Arm(_duration);
    }
}
