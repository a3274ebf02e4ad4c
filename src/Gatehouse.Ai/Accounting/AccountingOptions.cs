using Gatehouse.Ai.Accounting.Spooling;

namespace Gatehouse.Ai.Accounting;

/// <summary>How a node keeps its accounts.</summary>
internal sealed record AccountingOptions
{
    /// <summary>The spool.</summary>
    public required SpoolOptions Spool { get; init; }

    /// <summary>Pause between two deliveries to the database. Default 500 ms.</summary>
    public TimeSpan ShipInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause while the database takes nothing; it doubles up to that. Default 30 s.</summary>
    public TimeSpan MaxShipInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest wait for the database when the node ends; what is left is delivered after the next start. Default 5 s.</summary>
    public TimeSpan LastShipTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What happens while shared budgets cannot be reached: false refuses, true counts on this node alone and tells Redis afterwards. Default
    /// false: nodes that count alone let in more than there is.
    /// </summary>
    public bool CountsAlone { get; init; }

    /// <summary>Whether an attempt whose price is not known is refused where a budget in USD applies. Default true.</summary>
    public bool RefusesUnpriced { get; init; } = true;

    /// <summary>Longest wait for shared budgets, milliseconds. Default 500.</summary>
    public int BudgetTimeoutMilliseconds { get; init; } = 500;
}
