namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>A counter of the node: spent and reserved in one number, so that one comparison decides.</summary>
/// <param name="forgetAt">When it can go; null = never.</param>
internal sealed class LocalCounter(DateTimeOffset? forgetAt)
{
    private long _used;

    /// <summary>When it can go; null = never.</summary>
    public DateTimeOffset? ForgetAt => forgetAt;

    /// <summary>Spent and reserved.</summary>
    public long Used => Interlocked.Read(ref _used);

    /// <summary>Takes an amount if all of it fits.</summary>
    public bool TryTake(long amount, long limit)
    {
        long used = Used;
        while (amount <= limit - used || amount == 0)
        {
            long seen = Interlocked.CompareExchange(ref _used, used + amount, used);
            if (seen == used)
            {
                return true;
            }

            used = seen;
        }

        return false;
    }

    /// <summary>Makes it at least an amount.</summary>
    public void RaiseTo(long amount)
    {
        long used = Used;
        while (used < amount && Interlocked.CompareExchange(ref _used, amount, used) is var seen && seen != used)
        {
            used = seen;
        }
    }

    /// <summary>Adds whatever the limit says; below 0 gives back.</summary>
    public void Add(long amount) => Interlocked.Add(ref _used, amount);
}
