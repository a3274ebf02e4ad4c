namespace Gatehouse.Gateway.Http2.Server;

/// <summary>A token bucket on the clock of a loop.</summary>
internal struct RateBudget(int burst, int perSecond)
{
    private long _milliTokens = burst * 1000L;
    private long _lastMilliseconds = long.MinValue;

    /// <summary>Takes one token; false when there is none.</summary>
    public bool TrySpend(long nowMilliseconds)
    {
        if (_lastMilliseconds != long.MinValue)
        {
            _milliTokens = Math.Min(burst * 1000L, _milliTokens + ((nowMilliseconds - _lastMilliseconds) * perSecond));
        }

        _lastMilliseconds = nowMilliseconds;
        if (_milliTokens < 1000)
        {
            return false;
        }

        _milliTokens -= 1000;
        return true;
    }
}
