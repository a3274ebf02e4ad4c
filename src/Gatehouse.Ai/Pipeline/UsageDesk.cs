using Gatehouse.Ai.Accounting.Ledger;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Ai.Pipeline;

/// <summary>The node's books as the Admin API reads them. A node that never had a request to an LLM has none, and asking opens none.</summary>
internal sealed class UsageDesk(AiBooks books) : IUsageReports
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Dimensions { get; } = [.. Enum.GetNames<UsageDimension>().Select(n => n.ToLowerInvariant())];

    /// <inheritdoc/>
    public async Task<UsageSumPage> SumAsync(UsageQuestion question, CancellationToken cancellation)
    {
        if (books.IfOpen is not { } accountant)
        {
            return new UsageSumPage([], null);
        }

        var page = await accountant.Reports.SumAsync(QueryOf(question), cancellation).ConfigureAwait(false);
        return new UsageSumPage([.. page.Rows.Select(SumOf)], page.NextOffset);
    }

    /// <inheritdoc/>
    public Task WriteCsvAsync(Stream output, UsageQuestion question, CancellationToken cancellation)
        => books.IfOpen is { } accountant
            ? accountant.Reports.WriteSumsAsync(output, QueryOf(question), cancellation)
            : CsvExport.WriteNamesAsync(output, QueryOf(question), cancellation);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BudgetReading>> BudgetsAsync(int most, CancellationToken cancellation)
        => books.IfOpen is { } accountant ? await accountant.Budgets.ReadAsync(most, cancellation).ConfigureAwait(false) : [];

    private UsageQuery QueryOf(UsageQuestion question) => new()
    {
        GroupBy = [.. question.GroupBy.Select(name => (UsageDimension)Dimensions.ToList().IndexOf(name))],
        From = question.From,
        Until = question.Until,
        Consumer = question.Consumer,
        Model = question.Model,
        Provider = question.Provider,
        Limit = question.Limit,
        Offset = question.Offset,
    };

    private static UsageSum SumOf(UsageRow row)
    {
        var usage = row.Usage;
        long?[] tokens =
        [
            usage.Input, usage.CacheRead, usage.CacheWrite, usage.CacheWriteHour, usage.InputAudio, usage.InputImage, usage.Output, usage.Reasoning,
            usage.OutputAudio,
        ];
        return new UsageSum(
            row.Keys, row.Attempts, [.. LedgerColumns.TokenNames.Zip(tokens, KeyValuePair.Create)], row.Usd, row.Unpriced, row.Estimated);
    }
}
