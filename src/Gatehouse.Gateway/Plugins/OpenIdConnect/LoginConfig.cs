using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>How people log in and out.</summary>
internal sealed record LoginConfig
{
    public required Uri? RedirectUri { get; init; }

    public required IReadOnlyList<string> Scopes { get; init; }

    public required Uri? AuthorizationEndpoint { get; init; }

    public required IReadOnlyList<(string Name, string Value)> QueryArguments { get; init; }

    /// <summary>Whether the provider's answer comes as a form instead of in the URL (OAuth 2.0 Form Post Response Mode).</summary>
    public required bool UsesFormPost { get; init; }

    public required Uri? PushedRequestEndpoint { get; init; }

    /// <summary>Whether requests are pushed; null = where the provider demands it.</summary>
    public required bool? PushesRequests { get; init; }

    public required string CookieName { get; init; }

    public required TimeSpan CookieLifetime { get; init; }

    public required LoginAction Action { get; init; }

    public required string? LoginRedirectUri { get; init; }

    public required string? LogoutPath { get; init; }

    public required string? LogoutArgument { get; init; }

    public required IReadOnlyList<string> LogoutMethods { get; init; }

    public required string? LogoutRedirectUri { get; init; }

    public required bool RevokesTokens { get; init; }

    public required Uri? EndSessionEndpoint { get; init; }

    public static LoginConfig From(ConfigReader reader) => new()
    {
        RedirectUri = Url(OpenIdConnectConfig.One(reader, "redirect_uri")),
        Scopes = reader.GetStrings("scopes") ?? ["openid"],
        AuthorizationEndpoint = Url(reader.GetString("authorization_endpoint")),
        QueryArguments =
        [
            .. (reader.GetStrings("authorization_query_args_names") ?? []).Zip(reader.GetStrings("authorization_query_args_values") ?? []),
        ],
        UsesFormPost = reader.GetString("response_mode") == "form_post",
        PushedRequestEndpoint = Url(reader.GetString("pushed_authorization_request_endpoint")),
        PushesRequests = reader.GetBool("require_pushed_authorization_requests"),
        CookieName = reader.GetString("authorization_cookie_name", "authorization"),
        CookieLifetime = TimeSpan.FromSeconds(reader.GetNumber("authorization_cookie_lifetime", 600)),
        Action = reader.GetString("login_action") == "upstream" ? LoginAction.Upstream : LoginAction.Redirect,
        LoginRedirectUri = OpenIdConnectConfig.One(reader, "login_redirect_uri"),
        LogoutPath = reader.GetString("logout_uri_suffix"),
        LogoutArgument = reader.GetString("logout_query_arg"),
        LogoutMethods = reader.GetStrings("logout_methods") ?? ["POST", "DELETE"],
        LogoutRedirectUri = OpenIdConnectConfig.One(reader, "logout_redirect_uri"),
        RevokesTokens = reader.GetBool("logout_revoke", false),
        EndSessionEndpoint = Url(reader.GetString("end_session_endpoint")),
    };

    private static Uri? Url(string? text) => text is null ? null : new Uri(text, UriKind.Absolute);
}
