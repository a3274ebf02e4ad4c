using Gatehouse.Gateway.Limits;

namespace Gatehouse.Gateway.Plugins.ResponseRateLimiting;

/// <summary>What an instance knows of an exchange between its phases. Taken from a stock of the thread and given back in the log phase.</summary>
internal sealed class ResponseLimitUse
{
    private const int MaxSpare = 256;

    [ThreadStatic]
    private static Stack<ResponseLimitUse>? _spare;

    private long[] _units = [];
    private int _limits;

    /// <summary>Whose usage it is.</summary>
    public UInt128 Key { get; set; }

    /// <summary>How all windows stand, limit by limit.</summary>
    public LimitBatch Usage { get; } = new();

    /// <summary>What the answer charges: the windows of charged limits, in the order of <see cref="Usage"/>.</summary>
    public LimitBatch Charges { get; } = new();

    /// <summary>Units that the answer charges, by limit.</summary>
    public Span<long> Units => _units.AsSpan(0, _limits);

    /// <summary>Whether <see cref="Usage"/> was read and the request let through.</summary>
    public bool IsKnown { get; set; }

    /// <summary>Whether the request was refused up front.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>Whether an answer was charged: only the first of an exchange is.</summary>
    public bool IsDecided { get; set; }

    /// <summary>What the store said to the charges.</summary>
    public LimitOutcome Outcome { get; set; }

    public static ResponseLimitUse Rent(int limits)
    {
        var use = (_spare ??= new()).TryPop(out var spare) ? spare : new ResponseLimitUse();
        if (use._units.Length < limits)
        {
            use._units = new long[limits];
        }

        use._limits = limits;
        return use;
    }

    /// <summary>Puts what is charged into <see cref="Charges"/>. More than the whole limit is no more than that: the window is used up.</summary>
    public void Fill(ResponseLimit[] limits)
    {
        Charges.Clear();
        for (int i = 0; i < limits.Length; i++)
        {
            foreach (var window in Units[i] > 0 ? limits[i].Windows : [])
            {
                Charges.Add(window.Rule, Key, Math.Min(Units[i], window.Rule.Limit));
            }
        }
    }

    /// <summary>
    /// After a denial: asks for no more than is left, as Kong lets an answer pass that uses a limit up and more. False when nothing is
    /// left somewhere.
    /// </summary>
    /// <param name="toOne">Whether to ask for one unit alone.</param>
    public bool TryShrink(bool toOne)
    {
        foreach (ref var charge in Charges.Charges)
        {
            if (charge.Remaining <= 0)
            {
                return false;
            }

            charge.Key = Key;
            charge.Cost = toOne ? 1 : Math.Min(charge.Cost, charge.Remaining);
        }

        return true;
    }

    /// <summary>Sets <see cref="Charges"/> to what was charged beyond the first unit.</summary>
    public void KeepRest(ResponseLimit[] limits)
    {
        int next = 0;
        for (int i = 0; i < limits.Length; i++)
        {
            for (int w = 0; w < limits[i].Windows.Length && Units[i] > 0; w++)
            {
                ref var charge = ref Charges[next++];
                charge.Cost = Math.Min(Units[i], charge.Rule.Limit) - 1;
                charge.Remaining = Math.Max(0, charge.Remaining - charge.Cost);
            }
        }
    }

    /// <summary>Brings <see cref="Usage"/> up to date with what the store said to the charges.</summary>
    public void Update(ResponseLimit[] limits)
    {
        int window = 0, next = 0;
        for (int i = 0; i < limits.Length; i++)
        {
            for (int w = 0; w < limits[i].Windows.Length; w++, window++)
            {
                if (Units[i] > 0)
                {
                    Usage[window].Remaining = Charges[next++].Remaining;
                }
            }
        }
    }

    public void Return()
    {
        Usage.Clear();
        Charges.Clear();
        IsKnown = IsBlocked = IsDecided = false;
        Outcome = LimitOutcome.Admitted;
        var spare = _spare ??= new();
        if (spare.Count < MaxSpare)
        {
            spare.Push(this);
        }
    }
}
