namespace Gatehouse.Ai.Accounting.Budgets;

/// <summary>Where counters are. Reserving is all or nothing, and nothing is ever let in beyond a limit.</summary>
internal interface IBudgetStore
{
    /// <summary>Reserves all charges of an attempt, or none. On a loop where the store is shared.</summary>
    /// <param name="attempt">Once for each: a second time reserves nothing more.</param>
    /// <param name="charges">At least one.</param>
    /// <param name="lifetime">When reservations go by themselves, where the store outlives the node.</param>
    ValueTask<BudgetVerdict> ReserveAsync(Guid attempt, BudgetCharge[] charges, TimeSpan lifetime);

    /// <summary>Puts <see cref="BudgetCharge.Actual"/> in the place of what was reserved. Does not wait; once for each attempt.</summary>
    void Settle(Guid attempt, BudgetCharge[] charges);

    /// <summary>Tells a counter what the ledger knows was spent; one that says more is left as it is. Not per request.</summary>
    ValueTask<bool> SeedAsync(BudgetCharge counter, long spent);
}
