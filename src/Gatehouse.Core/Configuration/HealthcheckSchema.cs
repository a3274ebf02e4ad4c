using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>The <c>healthchecks</c> record of an upstream. A threshold or interval of 0 means off.</summary>
internal static class HealthcheckSchema
{
    private static readonly int[] PassiveHealthy =
        [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 306, 307, 308];

    public static Field Create() => Field.RecordOf("healthchecks", RecordSchema.Of(
        Active(),
        Passive(),
        Field.Number("threshold").InRange(0, 100).WithDefault(0).Describe("Percentage of weight that must be healthy."),
        Outlier(),
        Ejection()))
        .WithDefault(new JsonObject());

    private static Field Active() => Part("active",
        CheckType(),
        Seconds("timeout").WithDefault(1),
        Field.Integer("concurrency").InRange(1, 2147483648).WithDefault(10),
        CommonFields.Path("http_path").WithDefault("/"),
        CommonFields.ServerName("https_sni"),
        Field.Boolean("https_verify_certificate", true),
        Field.MapOf("headers", Field.String("name"), Field.ArrayOf("values", Field.String("value"))),
        Part("healthy", Seconds("interval").WithDefault(0), Statuses(200, 302), Counter("successes")),
        Part("unhealthy",
            Seconds("interval").WithDefault(0),
            Statuses(429, 404, 500, 501, 502, 503, 504, 505),
            Counter("tcp_failures"),
            Counter("timeouts"),
            Counter("http_failures")));

    private static Field Passive() => Part("passive",
        CheckType(),
        Part("healthy", Statuses(PassiveHealthy), Counter("successes")),
        Part("unhealthy", Statuses(429, 500, 503), Counter("tcp_failures"), Counter("timeouts"), Counter("http_failures")));

    // Ours. No default, so that what is read back is what Kong would show.
    private static Field Outlier() => Field.RecordOf("outlier", RecordSchema.Of(
        Counter("consecutive_failures").Describe("Failures in a row, of any kind, that eject a target; 0 = off."),
        Percentage("error_rate").WithDefault(0).Describe("Ejects when the percentage of failures exceeds the median of the peers by so much; 0 = off."),
        Field.Number("latency_factor").InRange(0, 1000).WithDefault(0).Describe("Ejects when the mean latency is so many times the median of the peers; 0 = off."),
        Field.Number("interval").InRange(1, 3600).WithDefault(10).Describe("Seconds over which error rate and latency are taken."),
        Field.Integer("min_requests").InRange(1, 1000000).WithDefault(20).Describe("Requests of a target in the interval below which it is not judged."),
        Percentage("max_ejected_percent").WithDefault(50).Describe("Share of the addresses that may be out while outliers are ejected; one of several always may.")))
        .Describe("Ejects targets that do much worse than their peers.");

    private static Field Ejection() => Field.RecordOf("ejection", RecordSchema.Of(
        Field.Number("base_time").InRange(0.1, 3600).WithDefault(5).Describe("Seconds out before one request tries the target, when no active check brings it back; doubles with each time in a row."),
        Field.Number("max_time").InRange(0.1, 86400).WithDefault(60).Describe("Longest such time.")))
        .Describe("How long ejected targets stay out.");

    private static Field Percentage(string name) => Field.Number(name).InRange(0, 100);

    private static Field Part(string name, params Field[] fields)
        => Field.RecordOf(name, RecordSchema.Of(fields)).WithDefault(new JsonObject());

    private static Field CheckType() => Field.String("type").AmongOf("tcp", "http", "https", "grpc", "grpcs").WithDefault("http");

    private static Field Seconds(string name) => Field.Number(name).InRange(0, 65535);

    private static Field Counter(string name) => Field.Integer(name).InRange(0, 255).WithDefault(0);

    private static Field Statuses(params int[] values)
        => Field.ArrayOf("http_statuses", Field.Integer("status").InRange(100, 999))
            .WithDefault(new JsonArray([.. values.Select(v => JsonValue.Create(v))]));
}
