using System.Collections.Concurrent;

namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Counters in the node's memory. No lock: each counter is one number, and what does not fit in all is given back.</summary>
internal sealed class LocalBudgetStore(TimeProvider time) : IBudgetStore
{
    /// <summary>New counters between two looks for those whose period is over.</summary>
    private const int SweepEvery = 1024;

    /// <summary>How long a counter is kept beyond its period: seeding may be late, an attempt holds its counters itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<string, LocalCounter> _counters = new();
    private int _made;

    /// <summary>Counters that are kept.</summary>
    public int Count => _counters.Count;

    /// <inheritdoc/>
    public ValueTask<BudgetVerdict> ReserveAsync(Guid attempt, BudgetCharge[] charges, TimeSpan lifetime)
    {
        for (int i = 0; i < charges.Length; i++)
        {
            ref var charge = ref charges[i];
            charge.Local = CounterOf(charge);
            if (!charge.Local.TryTake(charge.Reserved, charge.Limit))
            {
                for (int taken = 0; taken < i; taken++)
                {
                    charges[taken].Local!.Add(-charges[taken].Reserved);
                }

                return new(new BudgetVerdict(BudgetOutcome.Refused, i));
            }
        }

        return new(new BudgetVerdict(BudgetOutcome.Admitted));
    }

    /// <inheritdoc/>
    public void Settle(Guid attempt, BudgetCharge[] charges)
    {
        foreach (ref readonly var charge in charges.AsSpan())
        {
            charge.Local?.Add(charge.Actual - charge.Reserved);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> SeedAsync(BudgetCharge counter, long spent)
    {
        CounterOf(counter).RaiseTo(spent);
        return new(true);
    }

    /// <summary>Spent and reserved of a counter, 0 when there is none.</summary>
    public long UsedOf(string key) => _counters.TryGetValue(key, out var counter) ? counter.Used : 0;

    private LocalCounter CounterOf(in BudgetCharge charge)
    {
        if (_counters.TryGetValue(charge.Key, out var known))
        {
            return known;
        }

        if (Interlocked.Increment(ref _made) % SweepEvery == 0)
        {
            Sweep();
        }

        return _counters.GetOrAdd(charge.Key, static (_, end) => new LocalCounter(end), charge.ResetsAt + Grace);
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (key, counter) in _counters)
        {
            if (counter.ForgetAt < now)
            {
                _counters.TryRemove(key, out _);
            }
        }
    }
}
