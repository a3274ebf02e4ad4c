using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration.Ai;

/// <summary>Schema of <c>ai_policies</c>: what data of which class may reach.</summary>
internal static class AiPolicySchema
{
    public static RecordSchema Create() => RecordSchema.Of(AiFields.With(
        Field.ArrayOf("classes", Field.RecordOf("class", RecordSchema.Of(
            AiFields.DataClass("name").Required().Describe("Its name."),
            Field.Integer("rank").Required().InRange(1, 999).Describe("The higher, the more protected: public 0, internal 100, pii 200, phi 300."))))
            .Describe("Data classes of your own."),
        Field.ArrayOf("rules", Field.RecordOf("rule", RecordSchema.Of(
            AiFields.DataClass().Required().Describe("The class it is for."),
            Field.String("action").Required().AmongOf("allow", "restrict", "redact", "refuse").WithDefault("restrict")
                .Describe("allow: any deployment; restrict: deployments whose data_classes name the class; redact: placeholders go out, values come back in the answer; refuse."))))
            .Describe("What happens to a class; without a rule: restrict from rank 200 (pii) on, else allow."),
        AiFields.DataClass("default_class").WithDefault("internal").Describe("Class of requests about which nothing else is known."),
        Field.Boolean("detect", true).Describe("Whether texts are scanned."),
        Field.Number("threshold").InRange(0.05, 1).WithDefault(0.5).Describe("Least score of a finding."),
        Field.Boolean("strict", false).Describe("Whether what cannot be inspected (images, files, sound) counts as the highest class."),
        Field.Integer("max_characters").InRange(1_000, 64 * 1024 * 1024).WithDefault(4_000_000).Describe("Longest text that is scanned; a longer one counts as the highest class."),
        Field.Integer("scan_timeout").InRange(10, 10_000).WithDefault(1_000).Describe("Milliseconds; over it the request counts as the highest class."),
        Field.Integer("sticky").InRange(0, 604_800).WithDefault(3_600).Describe("Seconds a conversation keeps the highest class it had."),
        Field.MapOf("consumers", Field.String("consumer"), AiFields.DataClass()).Describe("Least class of a consumer's requests, by user name."),
        Field.MapOf("consumer_groups", Field.String("group"), AiFields.DataClass()).Describe("Least class of a group's requests."),
        Field.SetOf("regions", Field.String("region")).Describe("Regions in which data may be processed; unset = any."),
        Field.String("unsupported").Required().AmongOf("reject", "warn").WithDefault("warn")
            .Describe("What happens when the chosen provider cannot honour a field: 400, or the header X-Gatehouse-Warnings.")));
}
