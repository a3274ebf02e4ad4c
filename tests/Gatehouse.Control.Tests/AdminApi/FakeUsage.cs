using System.Data.Common;
using System.Text;
using Gatehouse.Core.Diagnostics;

namespace Gatehouse.Control.Tests.AdminApi;

/// <summary>Three sums a page for ever up to nine, one budget of each kind; a database that can be away.</summary>
internal sealed class FakeUsage : IUsageReports
{
    public List<UsageQuestion> Questions { get; } = [];

    public bool IsAway { get; set; }

    public IReadOnlyList<string> Dimensions => ["day", "consumer", "model", "provider"];

    public Task<UsageSumPage> SumAsync(UsageQuestion question, CancellationToken cancellation)
    {
        Ask(question);
        int end = Math.Min(9, question.Offset + Math.Min(3, question.Limit));
        return Task.FromResult(new UsageSumPage([.. Enumerable.Range(question.Offset, end - question.Offset).Select(i => Sum(question, i))], end < 9 ? end : null));
    }

    public async Task WriteCsvAsync(Stream output, UsageQuestion question, CancellationToken cancellation)
    {
        Ask(question);
        await output.WriteAsync(Encoding.UTF8.GetBytes("attempts\r\n1\r\n"), cancellation);
    }

    public Task<IReadOnlyList<BudgetReading>> BudgetsAsync(int most, CancellationToken cancellation)
    {
        Ask(new UsageQuestion { Limit = most });
        return Task.FromResult<IReadOnlyList<BudgetReading>>(
        [
            new() { Name = "b", Scope = "consumer", Amount = 5.00m, Period = "day", ResetsAt = DateTimeOffset.FromUnixTimeSeconds(86400), Spent = [new("c1", null, null, 1.250m)] },
            new() { Name = "t", Scope = "global", TokensPerMinute = 1000 },
        ]);
    }

    private static UsageSum Sum(UsageQuestion question, int i)
        => new([.. question.GroupBy.Select(g => g == "provider" ? null : $"{g}-{i}")], i, [new("input", 7), new("output", null)], 0.000190000000000000m, 1, 2);

    private void Ask(UsageQuestion question)
    {
        Questions.Add(question);
        if (IsAway)
        {
            throw new AwayException();
        }
    }

    private sealed class AwayException() : DbException("password=hunter2");
}
