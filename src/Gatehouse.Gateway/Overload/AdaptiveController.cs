namespace Gatehouse.Gateway.Overload;

/// <summary>
/// Finds how many requests a service serves at a time without a queue, from nothing but the latency and the rate of its answers.
/// </summary>
/// <remarks>
/// <para>By Little's law <c>rate × latency</c> are in flight; <c>rate × latency without a queue</c> is what the service is busy with,
/// the rest waits in its queue (the idea of BBR, Cardwell et al. 2016, and of TCP Vegas, applied to requests). So when latency
/// passes the tolerated multiple of the baseline, one step sets the limit to what was busy, and some more so that the service
/// never idles. While latency stays near the baseline a limit that is reached grows by its square root, and one that nobody
/// needs shrinks towards the demand, so that a sudden loss of capacity finds a short queue.</para>
/// <para>Latency alone does not tell a service that has lost capacity from one that has seen a crowd or a pause and is about to be done
/// with it; the rate does. Where answers have become much fewer the limit gives way at once, a part in the first window and all of the way in
/// the second; where they come as before, latency must have been high for a while.</para>
/// <para>The baseline is the lowest mean seen. It goes wrong in two ways. A service may become slower for each request without any
/// queue: then lowering the limit once more lowers the rate and not the latency; the baseline is raised and the limit given
/// back. And below a standing queue the true baseline is never seen: then, once in its lifetime, the limit goes
/// below the knee for one window and the baseline is taken anew. Not for use by two threads at once.</para>
/// </remarks>
internal sealed class AdaptiveController(AdaptiveOptions options)
{
    /// <summary>What a lowered limit leaves above the requests being served, as a part of them.</summary>
    private const double Headroom = 0.25;

    /// <summary>The same as a multiple of their square root, by which random arrivals make them vary: what counts where they are few.</summary>
    private const double HeadroomOfRoot = 2;

    /// <summary>Share of the usual rate of answers below which the service has lost capacity.</summary>
    private const double LostShare = 0.5;

    /// <summary>Seconds of high latency that a crowd or a pause explains.</summary>
    private const double Patience = 0.2;

    /// <summary>Seconds over which the usual rate is averaged.</summary>
    private const double RateMemory = 0.5;

    /// <summary>Seconds in which a limit that is reached grows by one step.</summary>
    private const double GrowthSeconds = 0.05;

    /// <summary>Part of the limit above which a step is too small to be made without need: what it does to latency can hardly be judged.</summary>
    private const double SmallestStep = 0.8;

    /// <summary>The most that one step takes before it is known whether it is right.</summary>
    private const double FirstCut = 0.6;

    /// <summary>Share of the knee at which the baseline is taken anew.</summary>
    private const double ProbeShare = 0.75;

    private double _limit = Math.Clamp(options.InitialLimit, options.MinLimit, options.MaxLimit);
    private double _baselineAge;
    private LatencyWindow _lowered;
    private double _limitBefore;
    private double _limitBeforeCut;
    private double _usualRate;
    private double _queueingFor;
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
            _queueingFor = _limitBeforeCut = 0;
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
        if (window.IsSaturated && _baselineAge > options.BaselineLifetime.TotalSeconds)
        {
            return StartProbe(_usualRate);
        }

        double ratio = window.MeanLatency / Baseline;
        if (ratio > options.Tolerance && (window.IsSaturated || IsFillingUp(window)))
        {
            return Suspect(window);
        }

        if (_limitBeforeCut > 0)
        {
            // It was a pause and nothing else.
            Set(Math.Max(_limit, _limitBeforeCut));
        }

        _queueingFor = _limitBeforeCut = 0;
        LearnRate(window);
        if (window.IsSaturated)
        {
            // Doubling until the knee was met once, as TCP starts; less and less when latency is half way to what is tolerated.
            double step = _hasMetKnee ? Math.Max(1, Math.Sqrt(_limit)) : _limit;
            step *= Math.Min(1, window.Seconds / GrowthSeconds) * Math.Clamp(2 * (options.Tolerance - ratio) / (options.Tolerance - 1), 0, 1);
            Set(Math.Max(_limit + step, Needed(_usualRate)));
        }
        else
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

    /// <summary>Whether more are in flight than the usual rate explains, and fewer come back: it will be full in a moment.</summary>
    private bool IsFillingUp(in LatencyWindow window)
        => window.PeakInFlight > Math.Max(options.InitialLimit, Needed(_usualRate)) && window.Rate < _usualRate * LostShare;

    /// <summary>Latency is too high: lowers the limit, as far and as soon as the evidence goes.</summary>
    private bool Suspect(in LatencyWindow window)
    {
        bool isFirst = _queueingFor == 0;
        _queueingFor += window.Seconds;
        if (window.Rate >= _usualRate * LostShare)
        {
            LearnRate(window);
            return _queueingFor >= Patience && Lower(_usualRate, SmallestStep);
        }

        if (isFirst && _queueingFor < Patience)
        {
            // Costs nothing: a queue that is real is not shorter before the next window ends.
            _limitBeforeCut = _limit;
            Set(Math.Max(Math.Min(_limit, Needed(window.Rate)), _limit * FirstCut));
            return false;
        }

        _usualRate = window.Rate;
        return Lower(_usualRate);
    }

    private void LearnRate(in LatencyWindow window)
        => _usualRate += (window.Rate - _usualRate) * (_usualRate == 0 ? 1 : Math.Min(1, window.Seconds / RateMemory));

    /// <summary>The limit at which a service of that rate is busy and has hardly a queue.</summary>
    private double Needed(double rate)
    {
        double busy = rate * Baseline;
        return busy + Math.Max(busy * Headroom, HeadroomOfRoot * Math.Sqrt(busy));
    }

    /// <summary>Sets the limit to what a rate needs; false when that is not less.</summary>
    /// <param name="rate">Answers per second that the limit is for.</param>
    /// <param name="smallest">Part of the limit above which there is nothing to lower.</param>
    private bool Lower(double rate, double smallest = 1)
    {
        double wanted = Math.Max(Needed(rate), options.MinLimit);
        if (_step == Step.Lowered)
        {
            // To see whether it helps, a part of the way is enough.
            wanted = Math.Max(wanted, _limit * FirstCut);
        }

        double before = Math.Max(_limit, _limitBeforeCut);
        _queueingFor = _limitBeforeCut = 0;
        if (wanted >= _limit * smallest)
        {
            _step = Step.Steady;
            Set(Math.Max(_limit, wanted));
            return false;
        }

        if (_step != Step.Lowered)
        {
            _limitBefore = before;
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
        LearnRate(window);

        // Where nothing is left to lower and it is still slow, higher priorities may fill it by themselves, or the baseline is wrong.
        return Lower(window.Rate) || StartProbe(window.Rate);
    }

    /// <summary>Whether latency fell by at least half of what it would fall by if all of the difference had been a queue.</summary>
    private static bool HelpedSince(in LatencyWindow before, in LatencyWindow now)
    {
        double fewer = 1 - (now.InFlight / before.InFlight);
        return fewer < 0.1 || now.MeanLatency < before.MeanLatency * (1 - (fewer / 2));
    }

    private bool StartProbe(double rate)
    {
        _limitBefore = Math.Max(_limit, _limitBeforeCut);
        _queueingFor = _limitBeforeCut = 0;
        _step = Step.Probing;
        Set(Math.Min(_limit, rate * Baseline) * ProbeShare);
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
        Set(Math.Min(_limitBefore, Needed(window.Rate / ProbeShare)));
        return true;
    }

    private void Set(double limit) => _limit = Math.Clamp(limit, options.MinLimit, options.MaxLimit);
}
