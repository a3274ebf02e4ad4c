namespace Gatehouse.Core.Diagnostics;

/// <summary>
/// What the LLM gateway has used and may use, for the Admin API. Members throw <see cref="System.Data.Common.DbException"/> when the ledger's database does
/// not answer. While no ledger is open everything is empty.
/// </summary>
public interface IUsageReports
{
    /// <summary>What sums can be told apart by: <c>day</c>, <c>consumer</c>, <c>model</c> and so on.</summary>
    IReadOnlyList<string> Dimensions { get; }

    /// <summary>A page of sums.</summary>
    Task<UsageSumPage> SumAsync(UsageQuestion question, CancellationToken cancellation);

    /// <summary>All sums as CSV with a line of names; the question's page is not heeded.</summary>
    Task WriteCsvAsync(Stream output, UsageQuestion question, CancellationToken cancellation);

    /// <summary>Budgets that count, in the order in which they refuse.</summary>
    /// <param name="most">Of each, at most so many who have spent of it, those with the most first.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<IReadOnlyList<BudgetReading>> BudgetsAsync(int most, CancellationToken cancellation);
}
