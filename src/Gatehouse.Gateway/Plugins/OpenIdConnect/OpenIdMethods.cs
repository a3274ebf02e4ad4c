namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>Ways to authenticate (<c>auth_methods</c>).</summary>
[Flags]
internal enum OpenIdMethods
{
    None = 0,

    /// <summary>A signed access token in the request.</summary>
    Bearer = 1,

    /// <summary>A token in the request that the provider is asked about.</summary>
    Introspection = 2,

    /// <summary>Id and secret of a client in Basic authentication, for which the plugin gets a token.</summary>
    ClientCredentials = 4,

    /// <summary>Log-in in a browser.</summary>
    AuthorizationCode = 8,

    /// <summary>The cookie of an earlier log-in.</summary>
    Session = 16,

    /// <summary>A token in the request with which the provider is asked about its person.</summary>
    UserInfo = 32,

    /// <summary>Name and password of a person in Basic authentication, for which the plugin gets a token.</summary>
    Password = 64,

    /// <summary>A refresh token in a field of its own, for which the plugin gets a token.</summary>
    RefreshToken = 128,
}
