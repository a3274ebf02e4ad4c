using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Ai;

/// <summary>Schema of <c>ai_models</c>: the names clients use, and the deployments that may answer for them.</summary>
internal static class AiModelSchema
{
    public static RecordSchema Create() => RecordSchema.Of(AiFields.With(
        Field.SetOf("aliases", AiFields.Name("alias")).Describe("Further names for the same model."),
        Field.String("kind").Required().AmongOf("chat", "embedding").WithDefault("chat").Describe("What it does."),
        Field.String("selection").Required().AmongOf("priority", "cost", "latency", "weighted", "least-busy").WithDefault("priority")
            .Describe("Order of the deployments that may answer: as their priority says; the cheapest for the estimated request; the fastest lately (first token, then total); by weight; the least busy."),
        Field.ArrayOf("deployments", Field.RecordOf("deployment", Deployment())).Required().Describe("Who may answer.") with { MinLength = 1 },
        Field.MapOf("prefer", Field.String("consumer"), AiFields.Name("target"))
            .Describe("Consumer or consumer group (by name) to the provider or deployment that is asked first for it, where it may be asked at all. A client can say the same in X-Gatehouse-Prefer."),
        Field.ArrayOf("fallbacks", AiFields.Name("model")).Describe("Models to try when no deployment of this one answers, in order."),
        Field.Integer("retries").InRange(0, 10).WithDefault(2).Describe("Further attempts after the first, over all deployments and fallbacks."),
        Field.Integer("hedge_after").InRange(1, 600_000).Describe("Milliseconds after which a second deployment is asked too, where nothing is streamed; unset = never."),
        Field.Boolean("cache", false).Describe("Whether answers may be kept for equal requests of the same tenant."),
        Field.Integer("cache_ttl").InRange(1, 2_592_000).WithDefault(300).Describe("Seconds an answer is kept."),
        Field.SetOf("consumer_groups", Field.String("group")).Describe("Groups that may use the model; unset = everybody."),
        Field.Boolean("enabled", true).Required().Describe("Whether it is there.")));

    private static RecordSchema Deployment() => RecordSchema.Of(
        AiFields.Name("name").Describe("Name in metrics, audit and headers; default provider/model."),
        AiFields.Name("provider").Required().Describe("Name of an ai_provider."),
        Field.String("model").Required().Describe("The vendor's id of the model (Azure: the deployment)."),
        Field.Integer("weight").InRange(0, 65_535).WithDefault(100).Describe("Share under weighted selection; 0 = never first."),
        Field.Integer("priority").InRange(0, 1_000).WithDefault(0).Describe("Lower goes first."),
        Field.String("region").Describe("Where it processes data; default the provider's."),
        AiFields.DataClasses().Describe("Data classes it may see; default the provider's."),
        Field.Integer("context_window").InRange(1, 100_000_000).Describe("Tokens of input and output together."),
        Field.Integer("max_output_tokens").InRange(1, 10_000_000).Describe("Most tokens of an answer."),
        Field.SetOf("capabilities", Field.String("capability").AmongOf(
            "tools", "vision", "files", "audio", "json_object", "json_schema", "streaming", "reasoning", "logprobs", "multiple_choices", "seed"))
            .Describe("What it can do; unset = what the provider's API has."),
        Field.Boolean("adaptive_thinking").Describe("Claude: whether thinking is asked for in the adaptive way."),
        Field.Boolean("invoke", false).Describe("Bedrock: call InvokeModel instead of Converse."),
        AiFields.Price(),
        Field.Integer("requests_per_minute").InRange(1, int.MaxValue).Describe("Own limit towards the vendor."),
        Field.Integer("tokens_per_minute").InRange(1, int.MaxValue).Describe("Own limit towards the vendor."),
        Field.Integer("max_concurrent").InRange(1, 1_000_000).Describe("Most calls at a time."),
        Field.Integer("cooldown").InRange(0, 86_400).WithDefault(30).Describe("Seconds it rests after failures, where the vendor does not say."));
}
