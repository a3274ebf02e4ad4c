namespace Gatehouse.Core.Expressions;

/// <summary>What a request offers to expressions; the values are the ids that a source is asked for.</summary>
public enum RequestVariable
{
    RequestMethod,
    RequestPath,
    RequestHost,
    RequestScheme,
    RequestSize,
    RequestQuery,
    RequestQueryValues,
    RequestHeaders,
    RequestHeaderValues,
    ClientIp,
    ClientPort,
    ConsumerId,
    ConsumerUsername,
    ConsumerCustomId,
    ConsumerGroups,
    ConsumerTags,
    CredentialId,
    RouteName,
    RouteTags,
    ServiceName,
    Claims,
    Now,

    /// <summary>From here on of the answer, see <see cref="ResponseVariables"/>.</summary>
    ResponseStatus,
    ResponseSize,
    ResponseHeaders,
}
