using Gatehouse.Ai.Providers;

namespace Gatehouse.Ai.Selection;

/// <summary>
/// How a deployment does: resting after failures, calls in flight, how fast it was, what its vendor says is left. Shared by all loops and
/// all snapshots; every member is atomic, none waits.
/// </summary>
internal sealed class DeploymentHealth(TimeProvider time)
{
    /// <summary>Failures in a row before a deployment rests on its own account; a vendor that asks for a pause gets it at once.</summary>
    private const int FailuresToRest = 3;

    private const double Smoothing = 0.2;

    private readonly MinuteWindow _requests = new(time);
    private readonly MinuteWindow _tokens = new(time);
    private DeploymentLimits _limits = new();
    private long _restsUntil;
    private long _vendorRequestsUntil;
    private long _vendorTokensUntil;
    private VendorRemainder? _remainder;
    private int _failures;
    private int _inFlight;
    private double _firstToken = double.NaN;
    private double _total = double.NaN;

    /// <summary>Calls in flight.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Failures since it last answered.</summary>
    public int Failures => Volatile.Read(ref _failures);

    /// <summary>Smoothed seconds to the first content; NaN before the first answer.</summary>
    public double FirstTokenSeconds => Volatile.Read(ref _firstToken);

    /// <summary>Smoothed seconds of whole answers; NaN before the first one.</summary>
    public double TotalSeconds => Volatile.Read(ref _total);

    /// <summary>Whether failures, the vendor's pause or its own count of what is left keep it from being asked.</summary>
    public bool IsResting => RestsFor > TimeSpan.Zero;

    /// <summary>How long it still rests; zero when it does not.</summary>
    public TimeSpan RestsFor
    {
        get
        {
            long now = time.GetTimestamp();
            long until = Math.Max(Volatile.Read(ref _restsUntil), Math.Max(Volatile.Read(ref _vendorRequestsUntil), Volatile.Read(ref _vendorTokensUntil)));
            return until > now ? time.GetElapsedTime(now, until) : TimeSpan.Zero;
        }
    }

    /// <summary>Limits of the newest configuration.</summary>
    public void Configure(DeploymentLimits limits) => Volatile.Write(ref _limits, limits);

    /// <summary>Whether its own limits allow one more call of about <paramref name="tokens"/>.</summary>
    public bool HasRoom(long tokens)
    {
        var limits = Volatile.Read(ref _limits);
        return HasLeft(tokens)
            && (limits.MaxConcurrent is not { } concurrent || InFlight < concurrent)
            && (limits.RequestsPerMinute is not { } requests || _requests.Count < requests)
            && (limits.TokensPerMinute is not { } most || _tokens.Count == 0 || _tokens.Count + tokens <= most);
    }

    /// <summary>
    /// Takes a place for a call; false when another took the last one in the meantime. Each true is followed by exactly one <see cref="End"/>.
    /// </summary>
    public bool TryBegin(long tokens)
    {
        var limits = Volatile.Read(ref _limits);
        int inFlight = Interlocked.Increment(ref _inFlight);
        if (inFlight > (limits.MaxConcurrent ?? int.MaxValue)
            || !_requests.TryAdd(1, limits.RequestsPerMinute ?? long.MaxValue))
        {
            Interlocked.Decrement(ref _inFlight);
            return false;
        }

        // One request larger than a whole minute's tokens may go when nothing else does: it would never fit otherwise.
        if (!_tokens.TryAdd(tokens, limits.TokensPerMinute ?? long.MaxValue))
        {
            if (_tokens.Count > 0)
            {
                _requests.Add(-1);
                Interlocked.Decrement(ref _inFlight);
                return false;
            }

            _tokens.Add(tokens);
        }

        return true;
    }

    /// <summary>A call is over; <paramref name="difference"/> corrects the tokens that were estimated when it began.</summary>
    public void End(long difference)
    {
        Interlocked.Decrement(ref _inFlight);
        _tokens.Add(difference);
    }

    /// <summary>It answered.</summary>
    public void Succeeded(TimeSpan firstToken, TimeSpan total)
    {
        Volatile.Write(ref _failures, 0);
        Smooth(ref _firstToken, firstToken.TotalSeconds);
        Smooth(ref _total, total.TotalSeconds);
    }

    /// <summary>
    /// It failed in a way that is its own fault. It rests when the vendor asked for that (<paramref name="retryAfter"/>) or after several failures in
    /// a row; a longer rest is never shortened.
    /// </summary>
    public void Failed(TimeSpan? retryAfter)
    {
        int failures = Interlocked.Increment(ref _failures);
        if (retryAfter is { } asked)
        {
            Rest(ref _restsUntil, asked);
        }
        else if (failures >= FailuresToRest)
        {
            Rest(ref _restsUntil, Volatile.Read(ref _limits).Cooldown);
        }
    }

    /// <summary>What the vendor said is left: one that has nothing left, or too little for a request, is not asked before it has again.</summary>
    public void Heed(VendorLimits limits)
    {
        if (limits is { RemainingTokens: { } left, TokensReset: { } reset })
        {
            Volatile.Write(ref _remainder, new VendorRemainder(left, EndOf(reset)));
        }

        if (limits is { RemainingRequests: 0, RequestsReset: { } requests })
        {
            Rest(ref _vendorRequestsUntil, requests);
        }

        if (limits is { RemainingTokens: 0, TokensReset: { } tokens })
        {
            Rest(ref _vendorTokensUntil, tokens);
        }
    }

    private void Rest(ref long until, TimeSpan pause)
    {
        // A vendor's word is taken for at most an hour: a mistaken header must not switch a deployment off for good.
        long end = EndOf(pause);
        for (long known = Volatile.Read(ref until); known < end;)
        {
            long seen = Interlocked.CompareExchange(ref until, end, known);
            if (seen == known)
            {
                return;
            }

            known = seen;
        }
    }

    private bool HasLeft(long tokens) => Volatile.Read(ref _remainder) is not { } known || known.Until <= time.GetTimestamp() || tokens <= known.Tokens;

    private long EndOf(TimeSpan pause) => time.GetTimestamp() + (long)(Math.Clamp(pause.TotalSeconds, 0, 3600) * time.TimestampFrequency);

    private static void Smooth(ref double average, double value)
    {
        double known = Volatile.Read(ref average);
        Volatile.Write(ref average, double.IsNaN(known) ? value : known + (Smoothing * (value - known)));
    }
}
