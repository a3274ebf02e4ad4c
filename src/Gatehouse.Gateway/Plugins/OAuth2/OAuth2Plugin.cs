using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;
using Gatehouse.Core.Plugins;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>
/// The gateway as issuer of tokens: requests to the endpoints are answered here, with or without <c>anonymous</c>; all others must
/// bring an access token (<see cref="AccessTokenAuthentication"/>).
/// </summary>
internal sealed class OAuth2Plugin : Plugin
{
    // Where a parameter stands in a body of 64 KiB, nobody has to look in a larger one.
    private const int MaxBody = 64 * 1024;

    private readonly OAuth2Place _place;
    private readonly TimeProvider _time;
    private readonly AccessTokenAuthentication _authentication;
    private readonly AuthorizeEndpoint _authorize;
    private readonly TokenEndpoint _token;
    private readonly RevocationEndpoint _revoke;
    private readonly IntrospectionEndpoint _introspect;

    public OAuth2Plugin(OAuth2Config config, AuthenticationOptions options, PluginBuildContext context)
    {
        var services = IdentityServices.From(context);
        _place = new OAuth2Place(config, context.Instance.Id, services.Directory, services.Node);
        _time = context.Time;
        _authentication = new AccessTokenAuthentication(_place, options, context);
        var issuer = new TokenIssuer(_place);
        var clients = new ClientAuthentication(_place);
        _authorize = new AuthorizeEndpoint(_place, issuer);
        _token = new TokenEndpoint(_place, issuer, clients);
        _revoke = new RevocationEndpoint(_place, clients);
        _introspect = new IntrospectionEndpoint(_place, clients);
    }

    /// <inheritdoc/>
    public override ValueTask AccessAsync(Exchange exchange)
    {
        var endpoint = EndpointOf(exchange.Request.Path);
        return endpoint == OAuth2Endpoint.None ? _authentication.AccessAsync(exchange) : AnswerAsync(exchange, endpoint);
    }

    /// <summary>The endpoint that a path ends with; one slash more does not matter, as in Kong.</summary>
    internal static OAuth2Endpoint EndpointOf(ReadOnlySpan<byte> path)
    {
        path = path.EndsWith("/"u8) ? path[..^1] : path;
        return path.EndsWith("/oauth2/token"u8) ? OAuth2Endpoint.Token
            : path.EndsWith("/oauth2/authorize"u8) ? OAuth2Endpoint.Authorize
            : path.EndsWith("/oauth2/revoke"u8) ? OAuth2Endpoint.Revoke
            : path.EndsWith("/oauth2/introspect"u8) ? OAuth2Endpoint.Introspect
            : OAuth2Endpoint.None;
    }

    private async ValueTask AnswerAsync(Exchange exchange, OAuth2Endpoint endpoint)
    {
        exchange.SecretNames.Add(_authentication.SecretNames);
        if (exchange.Request.Method != RequestMethod.Post)
        {
            string name = endpoint switch
            {
                OAuth2Endpoint.Authorize => "authorization",
                OAuth2Endpoint.Token => "token",
                OAuth2Endpoint.Revoke => "revocation",
                _ => "introspection",
            };
            EndpointAnswer.Send(exchange, OAuth2Error.Method(exchange.Request.Method.ToString(), name, _place.Realm), state: null);
            return;
        }

        var read = await exchange.BufferRequestBodyAsync(MaxBody);
        var parameters = new EndpointParameters(exchange, read == BodyRead.Whole ? exchange.BufferedRequestBody.Span : default);
        if (Precondition(exchange, read) is { } error)
        {
            EndpointAnswer.Send(exchange, error, parameters["state"]);
            return;
        }

        var call = new EndpointCall(exchange, parameters, _time.GetUtcNow().ToUnixTimeSeconds());
        await (endpoint switch
        {
            OAuth2Endpoint.Authorize => _authorize.AnswerAsync(call),
            OAuth2Endpoint.Token => _token.AnswerAsync(call),
            OAuth2Endpoint.Revoke => _revoke.AnswerAsync(call),
            _ => _introspect.AnswerAsync(call),
        });
        await ReportAsync(call);
    }

    private OAuth2Error? Precondition(Exchange exchange, BodyRead read)
        => !exchange.Connection.IsTls && !(_place.Config.AcceptsTerminatedTls && exchange.IsHttps) ? OAuth2Error.NoHttps
            : read != BodyRead.Whole ? OAuth2Error.BodyTooLarge
            : null;

    /// <summary>Failed attempts are reported, and the answer waits as that of any failed authentication.</summary>
    private async ValueTask ReportAsync(EndpointCall call)
    {
        if (call.Failure is { } reason)
        {
            await _place.Node.Reports.ReportAsync(call.Exchange, "oauth2", reason);
        }
    }
}
