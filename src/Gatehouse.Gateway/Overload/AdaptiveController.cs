namespace Gatehouse.Gateway.Overload;

/// <summary>
/// Finds how many requests a service serves at a time without a queue, from nothing but the latency and the rate of its answers.
/// </summary>
/// <remarks>
/// <para>By Little's law <c>rate × latency</c> are in flight; <c>rate × latency without a queue</c> is what the service is busy with,
/// the rest waits in its queue (the idea of BBR, Cardwell et al. 2016, and of TCP Vegas, applied to requests). So when latency
/// passes the tolerated multiple of the baseline, one step sets the limit to what was busy, plus a quarter so that the service
/// never idles. While latency stays near the baseline a limit that is reached grows by its square root, and one that nobody
/// needs shrinks towards the demand, so that a sudden loss of capacity finds a short queue.</para>
/// <para>The baseline is the lowest mean seen. It goes wrong in two ways. A service may become slower for each request without any
/// queue: then lowering the limit once more lowers the rate and not the latency; the baseline is raised and the limit given
/// back. And below a standing queue the true baseline is never seen: then, once in its lifetime, the limit goes
/// below the knee for one window and the baseline is taken anew. Not for use by two threads at once.</para>
/// </remarks>
internal sealed class AdaptiveController(AdaptiveOptions options)
{
    /// <summary>What a lowered limit leaves above the requests being served.</summary>
    private const double Headroom = 1.25;

    /// <summary>Share of the knee at which the baseline is taken anew.</summary>
    private const double ProbeShare = 0.75;

    private double _limit = Math.Clamp(options.InitialLimit, options.MinLimit, options.MaxLimit);
    private double _baselineAge;
    private LatencyWindow _lowered;
    private double _limitBefore;
    private bool _hasMetKnee;
    private Step _step;

    private enum Step
    {
        Steady,
        Lowered,
        Probing,
    }

    /// <summary>Requests that may be in flight.</summary>
    public int Limit => (int)Math.Round(_limit);

    /// <summary>Mean latency without a queue, seconds; 0 = not known yet.</summary>
    public double Baseline { get; private set; }

    /// <summary>Takes a window in; true when the next one must not begin before what is in flight now is gone.</summary>
    public bool Observe(in LatencyWindow window)
    {
        if (window.Failed * 10 > window.Completed)
        {
            // Time-outs and refusals say that it is too much, whatever the answers say that came through.
            Set(_limit * (window.Completed == 0 ? 0.5 : 0.9));
            _step = Step.Steady;
            return true;
        }

        if (window.Completed == 0)
        {
            return false;
        }

        LearnBaseline(window);
        return _step switch
        {
            Step.Probing => EndProbe(window),
            Step.Lowered => JudgeLowering(window),
            _ => Steer(window),
        };
    }

    private void LearnBaseline(in LatencyWindow window)
    {
        if (Baseline == 0 || window.MeanLatency < Baseline)
        {
            // Few answers say little: one fast answer must not lower the baseline for everybody.
            double weight = Baseline == 0 ? 1 : Math.Min(1, window.Completed / 40.0);
            Baseline += (window.MeanLatency - Baseline) * weight;
        }

        bool isNear = window.MeanLatency <= Baseline * 1.1 || !window.IsSaturated;
        _baselineAge = isNear ? 0 : _baselineAge + window.Seconds;
    }

    private bool Steer(in LatencyWindow window)
    {
        double ratio = window.MeanLatency / Baseline;
        if (window.IsSaturated && ratio > options.Tolerance)
        {
            return Lower(window);
        }

        if (window.IsSaturated && _baselineAge > options.BaselineLifetime.TotalSeconds)
        {
            return StartProbe(window);
        }

        if (window.IsSaturated && ratio <= 1 + ((options.Tolerance - 1) / 2))
        {
            // Doubling until the knee was met once, as TCP starts.
            Set(_limit + (_hasMetKnee ? Math.Max(1, Math.Sqrt(_limit)) : _limit));
        }
        else if (!window.IsSaturated)
        {
            // Half a second for half of the way: what was demanded a moment ago may be demanded again.
            double wanted = Math.Max(options.InitialLimit, (window.PeakInFlight * 2) + 10);
            if (wanted < _limit)
            {
                Set(_limit + ((wanted - _limit) * Math.Min(1, window.Seconds)));
            }
        }

        return false;
    }

    private bool Lower(in LatencyWindow window)
    {
        double wanted = Math.Max(window.Rate * Baseline * Headroom, options.MinLimit);
        if (_step == Step.Lowered)
        {
            // To see whether it helps, a part of the way is enough.
            wanted = Math.Max(wanted, _limit * 0.6);
        }

        if (wanted >= _limit)
        {
            _step = Step.Steady;
            return false;
        }

        if (_step != Step.Lowered)
        {
            _limitBefore = _limit;
            _step = Step.Lowered;
            _lowered = default;
        }

        _hasMetKnee = true;
        Set(wanted);
        return true;
    }

    private bool JudgeLowering(in LatencyWindow window)
    {
        if (!window.IsSaturated || window.MeanLatency <= Baseline * options.Tolerance)
        {
            _step = Step.Steady;
            return Steer(window);
        }

        // The first window may have been half of the time before; from the second on, fewer at a time must have been faster.
        if (_lowered.Completed > 0 && !HelpedSince(_lowered, window))
        {
            _step = Step.Steady;
            Baseline = window.MeanLatency;
            Set(_limitBefore);

            // That may be wrong, when capacity fell further at the same time; look again soon.
            _baselineAge = options.BaselineLifetime.TotalSeconds * 0.9;
            return true;
        }

        _lowered = window;
        return Lower(window);
    }

    /// <summary>Whether latency fell by at least half of what it would fall by if all of the difference had been a queue.</summary>
    private static bool HelpedSince(in LatencyWindow before, in LatencyWindow now)
    {
        double fewer = 1 - (now.InFlight / before.InFlight);
        return fewer < 0.1 || now.MeanLatency < before.MeanLatency * (1 - (fewer / 2));
    }

    private bool StartProbe(in LatencyWindow window)
    {
        _limitBefore = _limit;
        _step = Step.Probing;
        Set(Math.Min(_limit, window.Rate * Baseline) * ProbeShare);
        return true;
    }

    private bool EndProbe(in LatencyWindow window)
    {
        // While less in flight is still faster the bottom is not reached.
        bool isBottom = window.MeanLatency > Baseline * 0.9;
        Baseline = window.MeanLatency;
        if (!isBottom)
        {
            Set(Math.Min(_limit, window.Rate * Baseline) * ProbeShare);
            return true;
        }

        _step = Step.Steady;
        _baselineAge = 0;
        Set(Math.Min(_limitBefore, window.Rate / ProbeShare * Baseline * Headroom));
        return true;
    }

    private void Set(double limit) => _limit = Math.Clamp(limit, options.MinLimit, options.MaxLimit);
}
