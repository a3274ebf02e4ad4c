using Gatehouse.Ai.Accounting.Budgets;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Configuration.Ai;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Ai.Configuration;

/// <summary>Reads <c>ai_budgets</c>.</summary>
internal static class BudgetReader
{
    /// <summary>All budgets that are switched on; those with mistakes become errors.</summary>
    public static BudgetPlan Read(IReadOnlyList<AiEntityConfig> configs, ICollection<ConfigError> errors)
    {
        var budgets = new List<Budget>(configs.Count);
        foreach (var config in configs)
        {
            var reader = new ConfigReader(config.Record);
            if (!reader.GetBool("enabled", true))
            {
                continue;
            }

            var budget = Read(config.Name, reader);
            string[] wrong = [.. budget.Errors()];
            foreach (string message in wrong)
            {
                errors.Add(new ConfigError($"ai_budgets[{config.Id}]", message));
            }

            if (wrong.Length == 0)
            {
                budgets.Add(budget);
            }
        }

        return new BudgetPlan(budgets);
    }

    private static Budget Read(string name, ConfigReader reader) => new()
    {
        Name = name,
        Scope = reader.GetString("scope") switch
        {
            "consumer" => BudgetScope.Consumer,
            "consumer_group" => BudgetScope.Group,
            "model" => BudgetScope.Model,
            "consumer_model" => BudgetScope.ConsumerModel,
            _ => BudgetScope.Global,
        },
        Consumer = reader.GetString("consumer"),
        Group = reader.GetString("consumer_group"),
        Model = reader.GetString("model"),
        Amount = reader.GetNumber("amount") is { } amount ? (decimal)amount : null,
        Period = reader.GetString("period") switch
        {
            "hour" => BudgetPeriod.Hour,
            "day" => BudgetPeriod.Day,
            "week" => BudgetPeriod.Week,
            "total" => BudgetPeriod.Total,
            _ => BudgetPeriod.Month,
        },
        TokensPerMinute = reader.GetLong("tokens_per_minute"),
        RequestsPerMinute = reader.GetLong("requests_per_minute"),
        Concurrent = reader.GetLong("max_concurrent"),
    };
}
