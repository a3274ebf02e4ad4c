namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>An error of an endpoint (RFC 6749 sections 4.1.2.1 and 5.2), with Kong's words.</summary>
/// <param name="Error">The code.</param>
/// <param name="Description">For the developer.</param>
/// <param name="Status">400, unless the client tried the Authorization field (401).</param>
/// <param name="Challenge">Value of WWW-Authenticate; null = none.</param>
internal sealed record OAuth2Error(string Error, string Description, int Status = 400, string? Challenge = null)
{
    public static OAuth2Error NoHttps { get; } = new("access_denied", "You must use HTTPS");

    public static OAuth2Error BodyTooLarge { get; } = new("invalid_request", "The body cannot be read, or is larger than 64 KiB");

    public static OAuth2Error ProvisionKey { get; } = new("invalid_provision_key", "Invalid provision_key");

    public static OAuth2Error NoUser { get; } = new("invalid_authenticated_userid", "Missing authenticated_userid parameter");

    public static OAuth2Error ResponseType { get; } = new("unsupported_response_type", "Invalid response_type");

    public static OAuth2Error GrantType { get; } = new("unsupported_grant_type", "Invalid grant_type");

    public static OAuth2Error RedirectUri { get; } =
        new("invalid_request", "Invalid redirect_uri that does not match with any redirect_uri created with the application");

    public static OAuth2Error OtherRedirectUri { get; } = new("invalid_grant", "Invalid redirect_uri that is not the one the code was sent to");

    public static OAuth2Error Code { get; } = new("invalid_request", "Invalid code");

    public static OAuth2Error CodeGrant { get; } = new("invalid_grant", "Invalid code");

    public static OAuth2Error RefreshToken { get; } = new("invalid_request", "Invalid refresh_token");

    public static OAuth2Error Client { get; } = new("invalid_client", "Invalid client authentication");

    public static OAuth2Error ClientInField { get; } = Client with { Status = 401, Challenge = "Basic realm=\"OAuth2.0\"" };

    public static OAuth2Error PublicSecret { get; } = new("invalid_request", "client_secret is disallowed for public clients");

    public static OAuth2Error PublicClient { get; } = new("unauthorized_client", "Public clients cannot do this");

    public static OAuth2Error OtherClient { get; } = new("unauthorized_client", "The token was issued to another client");

    public static OAuth2Error NoToken { get; } = new("invalid_request", "Missing token parameter");

    public static OAuth2Error Busy { get; } = new("temporarily_unavailable", "Too many secrets are being verified", 503);

    public static OAuth2Error Full { get; } = new("temporarily_unavailable", "Too many tokens are in use", 503);

    public static OAuth2Error Repeated(string parameter)
        => parameter == "scope"
            ? new("invalid_scope", "scope must be a string")
            : new("invalid_request", $"{parameter} must not be given more than once");

    public static OAuth2Error Method(string method, string endpoint, string realm)
    {
        string text = $"The HTTP method {method} is invalid for the {endpoint} endpoint";
        return new("invalid_method", text, 405, $"Bearer{realm} error=\"invalid_method\" error_description=\"{text}\"");
    }
}
