namespace Gatehouse.Gateway.Outbound;

/// <summary>How many fetches requests may cause: some at once, then one for each interval. For any thread.</summary>
internal sealed class FetchBudget(int burst, TimeSpan refill, TimeProvider time)
{
    private readonly Lock _lock = new();
    private int _used;
    private long _since = time.GetTimestamp();

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            var elapsed = time.GetElapsedTime(_since);
            int gained = (int)Math.Min(burst, elapsed.Ticks / refill.Ticks);
            if (gained > 0 || _used == 0)
            {
                _used = Math.Max(0, _used - gained);
                _since = time.GetTimestamp();
            }

            if (_used == burst)
            {
                return false;
            }

            _used++;
            return true;
        }
    }
}
