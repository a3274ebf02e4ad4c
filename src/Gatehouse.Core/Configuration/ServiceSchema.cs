using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Validation;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>services</c>.</summary>
internal static class ServiceSchema
{
    private static readonly string[] PathlessProtocols = ["tcp", "tls", "udp", "grpc", "grpcs"];
    private static readonly string[] TlsProtocols = ["https", "tls"];

    public static RecordSchema Create() => RecordSchema.Of(
        CommonFields.Id(),
        CommonFields.TimestampSeconds("created_at"),
        CommonFields.TimestampSeconds("updated_at"),
        CommonFields.Utf8Name("name"),
        Field.Integer("retries").InRange(0, 32767).WithDefault(5).Describe("Further tries after a failed connection."),
        CommonFields.Protocol("protocol").Required().WithDefault("http"),
        CommonFields.Host("host").Required() with { RemedyIfMissing = "set host, or url" },
        CommonFields.Port("port").Required().WithDefault(80),
        CommonFields.Path("path"),
        Timeout("connect_timeout").Describe("Milliseconds to establish a connection."),
        Timeout("write_timeout").Describe("Milliseconds between two writes to the upstream."),
        Timeout("read_timeout").Describe("Milliseconds between two reads from the upstream."),
        CommonFields.Tags(),
        Field.Foreign("client_certificate", "certificates"),
        Field.Boolean("tls_verify"),
        Field.Integer("tls_verify_depth").InRange(0, 64),
        Field.ArrayOf("ca_certificates", CommonFields.Uuid("id")),
        Field.Boolean("enabled", true).Required())
        .With(
            EntityChecks.Conditional(
                "protocol", EntityChecks.Among(PathlessProtocols), "path", EntityChecks.IsNull, Match("one_of", PathlessProtocols)),
            OnlyTls("client_certificate"),
            OnlyTls("tls_verify"),
            OnlyTls("tls_verify_depth"),
            OnlyTls("ca_certificates"))
        .WithShorthands(new Shorthand(Field.String("url") with { Remedy = "write it as http://host[:port][/path]" }, ExpandUrl));

    // Zero would mean "fail at once" to the proxy, so it is refused.
    private static Field Timeout(string name) => Field.Integer(name).InRange(1, int.MaxValue - 1).WithDefault(60000);

    private static EntityCheck OnlyTls(string field) => EntityChecks.Conditional(
        "protocol",
        value => JsonScalars.AsString(value) is { } protocol && !TlsProtocols.Contains(protocol),
        field,
        EntityChecks.IsNull,
        Match("not_one_of", TlsProtocols)) with
    {
        Remedy = $"{field} is for https and tls only: write protocol: https, or remove it",
    };

    private static JsonObject Match(string rule, IEnumerable<string> values) => new()
    {
        ["if_match"] = new JsonObject { [rule] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]) },
        ["then_match"] = new JsonObject { ["eq"] = null },
    };

    private static JsonObject ExpandUrl(JsonNode url)
    {
        var parts = UrlParts.Parse(JsonScalars.AsString(url)!);
        int? port = int.TryParse(parts.Port, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
        string protocol = parts.Scheme ?? (port == 443 ? "https" : "http");
        JsonNode portNode = port is { } given ? JsonValue.Create(given)
            : parts.Port is { } text ? JsonValue.Create(text)
            : JsonValue.Create(protocol == "https" ? 443 : 80);
        return new JsonObject { ["protocol"] = protocol, ["host"] = parts.Host, ["port"] = portNode, ["path"] = parts.Path };
    }
}
