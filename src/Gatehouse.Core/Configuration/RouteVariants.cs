using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>The variants of a route by protocol family: which match fields it may and must have.</summary>
internal sealed class RouteVariants
{
    private readonly RecordSchema _http;
    private readonly RecordSchema _stream;
    private readonly RecordSchema _grpc;
    private readonly bool _hasExpressions;

    public RouteVariants(RecordSchema general, RouterFlavor flavor)
    {
        _hasExpressions = flavor == RouterFlavor.Expressions;
        _http = Http(general);
        _stream = Stream(general);
        _grpc = Grpc(general);
    }

    /// <summary>The variant of the first protocol that has one; the default protocols are http and https.</summary>
    public RecordSchema? Choose(JsonObject route)
    {
        if (!route.TryGetPropertyValue("protocols", out var protocols))
        {
            return _http;
        }

        foreach (var protocol in protocols as JsonArray ?? [])
        {
            var variant = JsonScalars.AsString(protocol) switch
            {
                "http" or "https" => _http,
                "tcp" or "tls" or "udp" or "tls_passthrough" => _stream,
                "grpc" or "grpcs" => _grpc,
                _ => null,
            };
            if (variant is not null)
            {
                return variant;
            }
        }

        return null;
    }

    private RecordSchema Http(RecordSchema general) => ForbidEndpoints(general, "'http' or 'https'").With(
        NeedsOne("https", ["methods", "hosts", "headers", "paths", "snis"], "http", ["methods", "hosts", "headers", "paths"]));

    private RecordSchema Grpc(RecordSchema general) => ForbidEndpoints(
        Forbid(general, "'grpc' or 'grpcs'", "methods").Replace(Find(general, "strip_path") with
        {
            Default = false,
            Check = value => JsonScalars.AsBoolean(value) == true
                ? "cannot set 'strip_path' when 'protocols' is 'grpc' or 'grpcs'"
                : null,
        }),
        "'grpc' or 'grpcs'").With(
            NeedsOne("grpcs", ["hosts", "headers", "paths", "snis"], "grpc", ["hosts", "headers", "paths"]));

    private RecordSchema Stream(RecordSchema general)
        => Forbid(general, "'tcp', 'tls', 'tls_passthrough' or 'udp'", "methods", "hosts", "paths", "headers").With(
            EntityChecks.ConditionalAtLeastOneOf(
                "protocols",
                value => AllAmong(value, "tcp", "tls", "udp"),
                Names("sources", "destinations", "snis"),
                $"must set one of {SchemaTexts.Quoted(Names("sources", "destinations", "snis"))} when 'protocols' is 'tcp', 'tls' or 'udp'"),
            EntityChecks.ConditionalAtLeastOneOf(
                "protocols",
                value => AllAmong(value, "tls_passthrough"),
                Names("snis"),
                "must set snis when 'protocols' is 'tls_passthrough'"));

    // With expressions, HTTP and gRPC routes may match on addresses too.
    private RecordSchema ForbidEndpoints(RecordSchema schema, string protocols)
        => _hasExpressions ? schema : Forbid(schema, protocols, "sources", "destinations");

    private static RecordSchema Forbid(RecordSchema schema, string protocols, params string[] names)
        => schema.Replace([.. names.Select(n => Find(schema, n).Forbidden($"cannot set '{n}' when 'protocols' is {protocols}"))]);

    private static Field Find(RecordSchema schema, string name) => schema.Fields.First(f => f.Name == name);

    private EntityCheck NeedsOne(string secure, string[] secureFields, string plain, string[] plainFields)
    {
        string[] ifSecure = Names(secureFields);
        string[] ifPlain = Names(plainFields);
        string secureText = $"must set one of {SchemaTexts.Quoted(ifSecure)} when 'protocols' is '{secure}'";
        string plainText = $"must set one of {SchemaTexts.Quoted(ifPlain)} when 'protocols' is '{plain}'";
        return new("conditional_at_least_one_of", Describe(secure, ifSecure, secureText, plain, ifPlain, plainText), (route, report) =>
        {
            bool isSecure = Contains(route["protocols"], secure);
            if ((isSecure || Contains(route["protocols"], plain))
                && !(isSecure ? ifSecure : ifPlain).Any(n => JsonScalars.IsSet(route[n])))
            {
                report(EntityCheck.Entity, isSecure ? secureText : plainText);
            }
        })
        { Sources = ["protocols", .. ifSecure], RunsWithInvalidFields = true };
    }

    private static JsonObject Describe(
        string secure, string[] ifSecure, string secureText, string plain, string[] ifPlain, string plainText) => new()
        {
            ["if_field"] = "protocols",
            ["if_match"] = new JsonObject { ["contains"] = secure },
            ["then_at_least_one_of"] = new JsonArray([.. ifSecure.Select(n => JsonValue.Create(n))]),
            ["then_err"] = secureText,
            ["else_match"] = new JsonObject { ["contains"] = plain },
            ["else_then_at_least_one_of"] = new JsonArray([.. ifPlain.Select(n => JsonValue.Create(n))]),
            ["else_then_err"] = plainText,
        };

    private string[] Names(params string[] fields) => _hasExpressions ? [.. fields, "expression"] : fields;

    private static bool Contains(JsonNode? protocols, string protocol)
        => protocols is JsonArray array && array.Any(p => JsonScalars.AsString(p) == protocol);

    private static bool AllAmong(JsonNode? protocols, params string[] accepted)
        => protocols is JsonArray { Count: > 0 } array && array.All(p => accepted.Contains(JsonScalars.AsString(p)));
}
