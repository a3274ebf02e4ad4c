using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.RateLimiting;

/// <summary>What an instance knows of an exchange between its phases. Taken from a stock of the thread and given back in the log phase.</summary>
internal sealed class RateLimitUse
{
    private const int MaxSpare = 256;

    [ThreadStatic]
    private static Stack<RateLimitUse>? _spare;

    /// <summary>The limits that apply.</summary>
    public RateLimitSet Set { get; private set; } = null!;

    /// <summary>The charges up front.</summary>
    public LimitBatch Batch { get; } = new();

    /// <summary>The charges behind the answer.</summary>
    public LimitBatch After { get; } = new();

    /// <summary>What the store said.</summary>
    public LimitOutcome Outcome { get; set; }

    public static RateLimitUse Rent(RateLimitSet set)
    {
        var use = (_spare ??= new()).TryPop(out var spare) ? spare : new RateLimitUse();
        use.Set = set;
        return use;
    }

    public void Return()
    {
        Batch.Clear();
        After.Clear();
        Set = null!;
        var spare = _spare ??= new();
        if (spare.Count < MaxSpare)
        {
            spare.Push(this);
        }
    }
}
