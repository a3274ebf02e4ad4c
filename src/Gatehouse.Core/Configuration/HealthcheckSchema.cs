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
        Field.Number("threshold").InRange(0, 100).WithDefault(0).Describe("Percentage of weight that must be healthy.")))
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

    private static Field Part(string name, params Field[] fields)
        => Field.RecordOf(name, RecordSchema.Of(fields)).WithDefault(new JsonObject());

    private static Field CheckType() => Field.String("type").AmongOf("tcp", "http", "https", "grpc", "grpcs").WithDefault("http");

    private static Field Seconds(string name) => Field.Number(name).InRange(0, 65535);

    private static Field Counter(string name) => Field.Integer(name).InRange(0, 255).WithDefault(0);

    private static Field Statuses(params int[] values)
        => Field.ArrayOf("http_statuses", Field.Integer("status").InRange(100, 999))
            .WithDefault(new JsonArray([.. values.Select(v => JsonValue.Create(v))]));
}
