using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>Configuration of <c>oauth2</c>.</summary>
internal sealed record OAuth2Config
{
    /// <summary>Scopes that can be asked for; null = what is asked for is ignored.</summary>
    public required IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>Whether a scope must be asked for. Default false.</summary>
    public required bool MandatoryScope { get; init; }

    /// <summary>What an application shows to speak for users; null = nobody can.</summary>
    public required string? ProvisionKey { get; init; }

    /// <summary>Seconds that an access token is good for; 0 = for ever. Default 7200.</summary>
    public required long TokenExpiration { get; init; }

    /// <summary>Seconds that a refresh token is good for; 0 = for ever. Default 1209600.</summary>
    public required long RefreshTokenTtl { get; init; }

    /// <summary>Whether a refresh token stays the same when it is used. Default false.</summary>
    public required bool ReusesRefreshToken { get; init; }

    public required bool AuthorizationCode { get; init; }

    public required bool ImplicitGrant { get; init; }

    public required bool ClientCredentials { get; init; }

    public required bool PasswordGrant { get; init; }

    /// <summary>Whether the access token is removed before the request goes on. Default false.</summary>
    public required bool HideCredentials { get; init; }

    /// <summary>Whether a trusted proxy's word that the client came over TLS is enough. Default false.</summary>
    public required bool AcceptsTerminatedTls { get; init; }

    /// <summary>Whether tokens are good at every such instance, and not only at the service they were issued at. Default false.</summary>
    public required bool GlobalCredentials { get; init; }

    /// <summary>Field that carries access tokens and client credentials. Default authorization.</summary>
    public required string AuthHeaderName { get; init; }

    /// <summary><c>none</c>, <c>lax</c> (public clients) or <c>strict</c> (all). Default lax.</summary>
    public required string Pkce { get; init; }

    /// <summary>Realm in WWW-Authenticate; null = none.</summary>
    public required string? Realm { get; init; }

    public static OAuth2Config From(JsonObject config)
    {
        var reader = new ConfigReader(config);
        return new OAuth2Config
        {
            Scopes = reader.GetStrings("scopes"),
            MandatoryScope = reader.GetBool("mandatory_scope", false),
            ProvisionKey = reader.GetString("provision_key"),
            TokenExpiration = (long)reader.GetNumber("token_expiration", 7200),
            RefreshTokenTtl = (long)reader.GetNumber("refresh_token_ttl", 1_209_600),
            ReusesRefreshToken = reader.GetBool("reuse_refresh_token", false),
            AuthorizationCode = reader.GetBool("enable_authorization_code", false),
            ImplicitGrant = reader.GetBool("enable_implicit_grant", false),
            ClientCredentials = reader.GetBool("enable_client_credentials", false),
            PasswordGrant = reader.GetBool("enable_password_grant", false),
            HideCredentials = reader.GetBool("hide_credentials", false),
            AcceptsTerminatedTls = reader.GetBool("accept_http_if_already_terminated", false),
            GlobalCredentials = reader.GetBool("global_credentials", false),
            AuthHeaderName = reader.GetString("auth_header_name", "authorization"),
            Pkce = reader.GetString("pkce", "lax"),
            Realm = reader.GetString("realm"),
        };
    }
}
