namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>How the gateway proves to the provider who it is (RFC 6749 section 2.3.1).</summary>
internal enum ClientAuthentication
{
    /// <summary>Basic authentication.</summary>
    ClientSecretBasic,

    /// <summary>In the body.</summary>
    ClientSecretPost,

    /// <summary>Not at all: a public client, held by PKCE alone.</summary>
    None,
}
