using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Ai.Accounting.Prices;

namespace Gatehouse.Ai.Accounting;

/// <summary>
/// The answer to whether an attempt may be made. Where it may, exactly one of <see cref="Accountant.Settle"/> and
/// <see cref="Accountant.Release"/> must follow, whatever happens.
/// </summary>
internal sealed class Admission
{
    private int _isOver;

    /// <summary>The attempt.</summary>
    public required AttemptContext Attempt { get; init; }

    /// <summary>What was estimated.</summary>
    public required TokenEstimate Estimate { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Cost of the estimate.</summary>
    public Cost EstimatedCost { get; init; }

    /// <summary>Why it may not be made; null = it may.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>Whether it may be made.</summary>
    public bool IsAdmitted => Refusal is null;

    /// <summary>Prices that were found for it.</summary>
    internal PriceSchedule? Prices { get; init; }

    /// <summary>When it began on the clock that only goes forward.</summary>
    internal long Started { get; init; }

    /// <summary>What it has reserved.</summary>
    internal BudgetCharge[] Charges { get; set; } = [];

    /// <summary>Whether the node decided alone, so that the shared store is to be told afterwards.</summary>
    internal bool IsAlone { get; set; }

    /// <summary>True for the one who ends it.</summary>
    internal bool TryEnd() => IsAdmitted && Interlocked.Exchange(ref _isOver, 1) == 0;
}
