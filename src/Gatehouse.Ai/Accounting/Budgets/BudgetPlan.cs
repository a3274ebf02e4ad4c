using System.Globalization;

namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>All budgets of a configuration, in the order in which they refuse. Immutable.</summary>
internal sealed class BudgetPlan
{
    /// <param name="budgets">Without errors, and with names of their own.</param>
    /// <exception cref="ArgumentException">One has errors.</exception>
    public BudgetPlan(IReadOnlyList<Budget> budgets)
    {
        Budgets = budgets;
        string[] errors = [.. Validate(budgets)];
        if (errors.Length > 0)
        {
            throw new ArgumentException(string.Join(' ', errors), nameof(budgets));
        }
    }

    /// <summary>Without a budget.</summary>
    public static BudgetPlan Empty { get; } = new([]);

    /// <summary>The budgets.</summary>
    public IReadOnlyList<Budget> Budgets { get; }

    /// <summary>What is wrong with budgets; empty = nothing.</summary>
    public static IEnumerable<string> Validate(IReadOnlyList<Budget> budgets)
        => budgets.SelectMany(b => b.Errors())
            .Concat(budgets.GroupBy(b => b.Name).Where(g => g.Count() > 1).Select(g => $"Budget {g.Key} is there {g.Count()} times."));

    /// <summary>Whether an amount applies to an attempt.</summary>
    public bool HasAmountFor(AttemptContext attempt)
    {
        foreach (var budget in Budgets)
        {
            if (budget.Amount is not null && budget.Covers(attempt.ConsumerId, attempt.ConsumerName, attempt.Groups, attempt.Model))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What an attempt takes from which counters.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="nano">Billionths of a USD that it may cost.</param>
    /// <param name="tokens">Tokens that it may use.</param>
    public BudgetCharge[] ChargesOf(AttemptContext attempt, DateTimeOffset now, long nano, long tokens)
    {
        if (Budgets.Count == 0)
        {
            return [];
        }

        var charges = new List<BudgetCharge>();
        foreach (var budget in Budgets)
        {
            if (!budget.Covers(attempt.ConsumerId, attempt.ConsumerName, attempt.Groups, attempt.Model))
            {
                continue;
            }

            foreach (string subject in SubjectsOf(budget, attempt.ConsumerId, attempt.Groups, attempt.Model))
            {
                Add(charges, budget, subject, now, nano, tokens);
            }
        }

        return [.. charges];
    }

    /// <summary>The counter of an amount.</summary>
    public static BudgetCharge AmountOf(Budget budget, string subject, DateTimeOffset now, long nano)
    {
        var start = BudgetCalendar.StartOf(budget.Period, now);
        return ChargeOf(budget, BudgetKind.Money, subject, (long)(budget.Amount!.Value * 1_000_000_000m), nano, start, BudgetCalendar.EndOf(budget.Period, start));
    }

    /// <summary>Who a counter of a budget is for.</summary>
    public static IEnumerable<string> SubjectsOf(Budget budget, string? consumer, IReadOnlyList<string> groups, string model) => budget.Scope switch
    {
        BudgetScope.Consumer => [consumer ?? ""],
        BudgetScope.Model => [model],
        BudgetScope.ConsumerModel => [$"{consumer}\n{model}"],
        BudgetScope.Group => budget.Group is { } one ? [one] : groups.Distinct(),
        _ => [""],
    };

    private static void Add(List<BudgetCharge> charges, Budget budget, string subject, DateTimeOffset now, long nano, long tokens)
    {
        var minute = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        if (budget.Concurrent is { } concurrent)
        {
            charges.Add(ChargeOf(budget, BudgetKind.Concurrency, subject, concurrent, 1, DateTimeOffset.UnixEpoch, null));
        }

        if (budget.RequestsPerMinute is { } requests)
        {
            charges.Add(ChargeOf(budget, BudgetKind.Requests, subject, requests, 1, minute, minute.AddMinutes(1)));
        }

        if (budget.TokensPerMinute is { } perMinute)
        {
            charges.Add(ChargeOf(budget, BudgetKind.Tokens, subject, perMinute, tokens, minute, minute.AddMinutes(1)));
        }

        if (budget.Amount is not null)
        {
            charges.Add(AmountOf(budget, subject, now, nano));
        }
    }

    // Another period is another counter: that of a day and that of its month may begin at the same moment.
    private static string NameOf(Budget budget, BudgetKind kind) => kind switch
    {
        BudgetKind.Money => budget.Period.ToString(),
        _ => kind.ToString(),
    };

    private static BudgetCharge ChargeOf(
        Budget budget, BudgetKind kind, string subject, long limit, long reserved, DateTimeOffset start, DateTimeOffset? end) => new()
        {
            Budget = budget,
            Kind = kind,
            Key = string.Create(CultureInfo.InvariantCulture, $"{budget.Name}\n{NameOf(budget, kind)}\n{start.ToUnixTimeSeconds()}\n{subject}"),
            Limit = limit,
            Reserved = reserved,
            ResetsAt = end,
        };
}
