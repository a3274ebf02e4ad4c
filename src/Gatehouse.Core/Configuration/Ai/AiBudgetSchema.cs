using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Ai;

/// <summary>Schema of <c>ai_budgets</c>: how much may be spent, by whom, on what. Every budget that fits a request counts it.</summary>
internal static class AiBudgetSchema
{
    public static RecordSchema Create() => RecordSchema.Of(AiFields.With(
        Field.String("scope").Required().AmongOf("global", "consumer", "consumer_group", "model", "consumer_model").WithDefault("global")
            .Describe("Who shares a counter: everybody it is for, or each consumer, group, model, or consumer and model has one."),
        Field.String("consumer").Describe("Only this consumer, by user name or id; unset = each."),
        Field.String("consumer_group").Describe("Only this group; unset = each."),
        AiFields.Name("model").Describe("Only this model; unset = each."),
        Field.Number("amount").InRange(0, 9_000_000).Describe("US dollars in a period; unset = no limit of money."),
        Field.String("period").Required().AmongOf("hour", "day", "week", "month", "total").WithDefault("month").Describe("Calendar period in UTC."),
        Field.Integer("tokens_per_minute").InRange(1, int.MaxValue).Describe("Most tokens of input and output in a minute."),
        Field.Integer("requests_per_minute").InRange(1, int.MaxValue).Describe("Most requests in a minute."),
        Field.Integer("max_concurrent").InRange(1, 1_000_000).Describe("Most requests at a time."),
        Field.Boolean("enabled", true).Required().Describe("Whether it counts.")))
        .With(EntityChecks.AtLeastOneOf("amount", "tokens_per_minute", "requests_per_minute", "max_concurrent"));
}
