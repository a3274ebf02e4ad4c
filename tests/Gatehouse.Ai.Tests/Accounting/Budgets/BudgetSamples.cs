using Gatehouse.Ai.Accounting;
using Gatehouse.Ai.Accounting.Budgets;

namespace Gatehouse.Ai.Tests.Accounting.Budgets;

/// <summary>Budgets and who uses them, for tests.</summary>
internal static class BudgetSamples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 30, 15, TimeSpan.Zero);

    public static AttemptContext AttemptOf(string? consumer = "c", string model = "m", params string[] groups) => new()
    {
        AttemptId = Guid.CreateVersion7(),
        RequestId = "r",
        ConsumerId = consumer,
        ConsumerName = consumer is null ? null : $"name of {consumer}",
        Groups = groups,
        Model = model,
        ProviderType = "openai",
        Provider = "openai",
        Deployment = "d",
        VendorModel = "gpt-4o",
    };

    public static Budget Amount(decimal usd, BudgetScope scope = BudgetScope.Global, BudgetPeriod period = BudgetPeriod.Month, string name = "b")
        => new() { Name = name, Scope = scope, Amount = usd, Period = period };
}
