using System.Text.Json.Nodes;
using Gatehouse.Core.Regexes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Core.Configuration;

/// <summary>Schema of Kong's <c>routes</c>. The first protocol with a variant of its own decides which variant applies.</summary>
internal static class RouteSchema
{
    public static RecordSchema Create(RouterFlavor flavor)
    {
        var general = General(flavor);
        var variants = new RouteVariants(general, flavor);
        return general with { Variant = variants.Choose };
    }

    private static RecordSchema General(RouterFlavor flavor)
    {
        List<Field> fields =
        [
            CommonFields.Id(),
            CommonFields.TimestampSeconds("created_at"),
            CommonFields.TimestampSeconds("updated_at"),
            CommonFields.Utf8Name("name"),
            Protocols(),
            Field.SetOf("methods", CommonFields.HttpMethod("method")),
            Field.ArrayOf("hosts", Field.String("host").Where(CommonFields.Text(HostTexts.RouteHost))),
            Field.ArrayOf("paths", Field.String("path").Where(CommonFields.Text(PathTexts.RouterPath))),
            Headers(),
            Field.Integer("https_redirect_status_code").AmongOf("426", "301", "302", "307", "308").Required().WithDefault(426),
            Field.Integer("regex_priority").WithDefault(0),
            Field.Boolean("strip_path", true).Required(),
            Field.String("path_handling").AmongOf("v0", "v1").WithDefault("v0"),
            Field.Boolean("preserve_host", false).Required(),
            Field.Boolean("request_buffering", true).Required(),
            Field.Boolean("response_buffering", true).Required(),
            Field.SetOf("snis", flavor == RouterFlavor.Traditional ? CommonFields.ServerName("sni") : CommonFields.WildcardHost("sni")),
            Endpoints("sources"),
            Endpoints("destinations"),
            CommonFields.Tags(),
            Field.Foreign("service", "services"),
        ];
        if (flavor == RouterFlavor.Expressions)
        {
            fields.Add(Field.String("expression") with { MaxLength = 65536 });
            fields.Add(Field.Integer("priority").InRange(0, (1L << 46) - 1).Required().WithDefault(0));
        }

        var checks = new List<EntityCheck> { RouteChecks.SnisNeedTls };
        if (flavor == RouterFlavor.Expressions)
        {
            checks.Add(RouteChecks.ExpressionExcludesMatchFields);
        }

        return new RecordSchema { Fields = fields, Checks = checks };
    }

    private static Field Protocols() => Field.SetOf("protocols", CommonFields.Protocol("protocol")).Required()
        .WithDefault(new JsonArray("http", "https")) with
    {
        MinLength = 1,
        ExclusiveSubsets = [["http", "https"], ["tcp", "tls", "udp"], ["tls_passthrough"], ["grpc", "grpcs"]],
    };

    private static Field Headers()
    {
        var plain = CommonFields.HeaderName("name");
        var key = plain.Where(node => string.Equals(JsonScalars.AsString(node), "host", StringComparison.OrdinalIgnoreCase)
            ? "cannot contain 'host' header, which must be specified in the 'hosts' attribute"
            : plain.Check!(node));
        return Field.MapOf("headers", key, Field.ArrayOf("values", Field.String("value").Where(CommonFields.Text(CheckHeaderValue))));
    }

    /// <summary>A value behind <c>~*</c> is a regular expression; anything else is taken as it is.</summary>
    private static string? CheckHeaderValue(string value)
        => !value.StartsWith("~*", StringComparison.Ordinal)
            || LinearRegex.TryCompile(value.AsSpan(2), RegexFlags.IgnoreCase, out _, out string? error)
            ? null
            : $"not a valid regex: {error}";

    private static Field Endpoints(string name) => Field.SetOf(name, Field.RecordOf("endpoint", RecordSchema.Of(
        CommonFields.IpOrCidr("ip"),
        CommonFields.Port("port")).With(EntityChecks.AtLeastOneOf("ip", "port"))));
}
