namespace Gatehouse.Gateway.Upstreams.Health;

/// <summary>What happened to the requests of one address since it was last read. Counted by every loop.</summary>
internal sealed class OutlierWindow
{
    private long _requests, _failures, _answers, _ticks;

    /// <summary>Counts a request; <paramref name="ticks"/>: time to the head of the answer in units of the clock, 0 = none came.</summary>
    public void Count(bool isFailure, long ticks)
    {
        Interlocked.Increment(ref _requests);
        if (isFailure)
        {
            Interlocked.Increment(ref _failures);
        }
        else if (ticks > 0)
        {
            Interlocked.Increment(ref _answers);
            Interlocked.Add(ref _ticks, ticks);
        }
    }

    /// <summary>Reads it and starts over.</summary>
    public OutlierSample Take()
    {
        long requests = Interlocked.Exchange(ref _requests, 0), failures = Interlocked.Exchange(ref _failures, 0);
        long answers = Interlocked.Exchange(ref _answers, 0), ticks = Interlocked.Exchange(ref _ticks, 0);
        return new OutlierSample(requests, 100.0 * failures / Math.Max(1, requests), answers > 0 ? (double)ticks / answers : null);
    }
}
