namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>A budget and the limits that go with it. What is null is not limited.</summary>
internal sealed record Budget
{
    /// <summary>Greatest amount: Lua's numbers are exact to 2^53 billionths of a USD.</summary>
    public const decimal MaxAmount = 9_000_000m;

    /// <summary>Its name: what refusals say. One of its kind; counters belong to it.</summary>
    public required string Name { get; init; }

    /// <summary>Who shares a counter.</summary>
    public required BudgetScope Scope { get; init; }

    /// <summary>Only this consumer, by id or name; null = each.</summary>
    public string? Consumer { get; init; }

    /// <summary>Only this group; null = each.</summary>
    public string? Group { get; init; }

    /// <summary>Only this model, by the client's name; null = each.</summary>
    public string? Model { get; init; }

    /// <summary>USD in a period, up to <see cref="MaxAmount"/>; null = no limit.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Period of the amount. Default a month.</summary>
    public BudgetPeriod Period { get; init; } = BudgetPeriod.Month;

    /// <summary>Tokens, input and output, in a minute of the clock.</summary>
    public long? TokensPerMinute { get; init; }

    /// <summary>Attempts in a minute of the clock.</summary>
    public long? RequestsPerMinute { get; init; }

    /// <summary>Attempts at the same time.</summary>
    public long? Concurrent { get; init; }

    /// <summary>What is wrong with it, in whole sentences; empty = nothing.</summary>
    public IEnumerable<string> Errors()
    {
        if (Name.Length is 0 or > 128)
        {
            yield return "A budget's name has 1 to 128 characters.";
        }

        if (Amount is < 0 or > MaxAmount)
        {
            yield return $"Budget {Name}: the amount is between 0 and {MaxAmount}.";
        }

        if (TokensPerMinute < 0 || RequestsPerMinute < 0 || Concurrent < 0)
        {
            yield return $"Budget {Name}: a limit is not below 0.";
        }

        if (Amount is null && TokensPerMinute is null && RequestsPerMinute is null && Concurrent is null)
        {
            yield return $"Budget {Name}: it limits nothing.";
        }
    }

    /// <summary>Whether a consumer, a model and groups are among those it is for.</summary>
    public bool Covers(string? consumerId, string? consumerName, IReadOnlyList<string> groups, string model)
        => (Consumer is null || Consumer == consumerId || Consumer == consumerName)
            && (Model is null || Model == model)
            && (Group is null || groups.Contains(Group));
}
