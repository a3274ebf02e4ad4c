using Gatehouse.Core.Http;

namespace Gatehouse.Core.Expressions;

/// <summary>The environment of expressions about a request. Names and types are public: policies depend on them.</summary>
public static class RequestVariables
{
    private static readonly ExpressionType Texts = ExpressionType.ListOf(ExpressionType.String);

    /// <summary>The environment; the ids are those of <see cref="RequestVariable"/>.</summary>
    public static ExpressionEnvironment Environment { get; } = new(
        Always("request.method", ExpressionType.String, RequestVariable.RequestMethod, "Method as sent, GET."),
        Always("request.path", ExpressionType.String, RequestVariable.RequestPath, "Normalised path without the query: the one that routing used."),
        Always("request.host", ExpressionType.String, RequestVariable.RequestHost, "Host without port, in lower case, without a dot at the end."),
        Always("request.scheme", ExpressionType.String, RequestVariable.RequestScheme, "http or https, as a trusted proxy says where there is one."),
        Sometimes("request.size", ExpressionType.Int, RequestVariable.RequestSize, "Declared length of the body, bytes; 0 without a body, missing when chunked."),
        Always("request.query", ExpressionType.MapOf(ExpressionType.String), RequestVariable.RequestQuery, "Decoded query parameter that came once; repeated is an error."),
        Always("request.query_values", ExpressionType.MapOf(Texts), RequestVariable.RequestQueryValues, "All decoded values of a query parameter, in order."),
        Always("request.headers", ExpressionType.MapOf(ExpressionType.String), RequestVariable.RequestHeaders, "Header field that came once, name in any case; repeated is an error.") with { PrepareKey = PrepareName },
        Always("request.header_values", ExpressionType.MapOf(Texts), RequestVariable.RequestHeaderValues, "All lines of a header field, in order.") with { PrepareKey = PrepareName },
        Always("client.ip", ExpressionType.Ip, RequestVariable.ClientIp, "Address of the client after trusted_ips and real_ip_header."),
        Sometimes("client.port", ExpressionType.Int, RequestVariable.ClientPort, "Port of the client; missing when a trusted proxy did not tell it."),
        Sometimes("consumer.id", ExpressionType.String, RequestVariable.ConsumerId, "Id of the consumer."),
        Sometimes("consumer.username", ExpressionType.String, RequestVariable.ConsumerUsername, "Its username."),
        Sometimes("consumer.custom_id", ExpressionType.String, RequestVariable.ConsumerCustomId, "Its custom_id."),
        Sometimes("consumer.groups", Texts, RequestVariable.ConsumerGroups, "Its groups; empty when nobody is known."),
        Sometimes("consumer.tags", Texts, RequestVariable.ConsumerTags, "Its tags; empty when nobody is known."),
        Sometimes("credential.id", ExpressionType.String, RequestVariable.CredentialId, "Id of the credential that was used."),
        Sometimes("route.name", ExpressionType.String, RequestVariable.RouteName, "Name of the route."),
        Sometimes("route.tags", Texts, RequestVariable.RouteTags, "Its tags."),
        Sometimes("service.name", ExpressionType.String, RequestVariable.ServiceName, "Name of the service; missing when the route has none."),
        Sometimes("claims", ExpressionType.Dyn, RequestVariable.Claims, "Claims of the verified token, a map; missing when no plugin verified one."),
        Always("now", ExpressionType.Timestamp, RequestVariable.Now, "The moment of the evaluation."));

    private static ExpressionVariable Always(string path, ExpressionType type, RequestVariable id, string description)
        => new(path, type, (int)id) { Description = description, IsAlwaysThere = true };

    private static ExpressionVariable Sometimes(string path, ExpressionType type, RequestVariable id, string description)
        => new(path, type, (int)id) { Description = description };

    private static HeaderName? PrepareName(string name) => HttpSyntax.IsToken(name) ? new HeaderName(name) : null;
}
