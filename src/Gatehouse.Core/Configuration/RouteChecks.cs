using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>Checks over a whole route.</summary>
internal static class RouteChecks
{
    private const string ExpressionPrefix = "Router Expression failed validation: ";
    private const string MatchFieldList = "'methods', 'hosts', 'paths', 'headers', 'snis', 'sources' or 'destinations'";

    private static readonly string[] TlsProtocols = ["grpcs", "https", "tls", "tls_passthrough"];
    private static readonly string[] MatchFields = ["snis", "sources", "destinations", "methods", "hosts", "paths", "headers"];

    /// <summary>Server names are known only where TLS is spoken.</summary>
    public static EntityCheck SnisNeedTls { get; } = EntityChecks.Conditional(
        "protocols",
        protocols => protocols is JsonArray array && !array.Any(p => TlsProtocols.Contains(JsonScalars.AsString(p))),
        "snis",
        snis => snis is JsonArray { Count: > 0 } ? "length must be 0" : null,
        null,
        "'snis' can only be set when 'protocols' is 'grpcs', 'https', 'tls' or 'tls_passthrough'");

    /// <summary>An expression says everything; mixing it with match fields has no meaning.</summary>
    public static EntityCheck ExpressionExcludesMatchFields { get; } = EntityChecks.Custom(
        ["protocols", .. MatchFields, "expression", "regex_priority", "priority"],
        (route, report) =>
        {
            bool hasExpression = route["expression"] is not null;
            bool hasMatch = MatchFields.Any(name => JsonScalars.IsSet(route[name]));
            if (hasExpression && hasMatch)
            {
                report(EntityCheck.Entity, $"{ExpressionPrefix}cannot set 'expression' with {MatchFieldList} simultaneously");
            }
            else if (hasExpression && JsonScalars.AsNumber(route["regex_priority"]) is { } and not 0)
            {
                report(EntityCheck.Entity, $"{ExpressionPrefix}cannot set 'regex_priority' with 'expression' simultaneously");
            }
            else if (hasMatch && JsonScalars.AsNumber(route["priority"]) is { } and not 0)
            {
                report(EntityCheck.Entity, $"{ExpressionPrefix}cannot set 'priority' with {MatchFieldList} simultaneously");
            }
        });
}
