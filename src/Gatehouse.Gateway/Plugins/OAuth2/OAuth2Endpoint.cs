namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>The endpoints, wherever the path of a request ends with theirs.</summary>
internal enum OAuth2Endpoint
{
    /// <summary>None: a request for the service.</summary>
    None,

    /// <summary><c>/oauth2/authorize</c>.</summary>
    Authorize,

    /// <summary><c>/oauth2/token</c>.</summary>
    Token,

    /// <summary><c>/oauth2/revoke</c>.</summary>
    Revoke,

    /// <summary><c>/oauth2/introspect</c>.</summary>
    Introspect,
}
