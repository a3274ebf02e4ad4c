namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>How the gateway proves to the provider who it is (RFC 6749 section 2.3.1, OpenID Connect Core section 9).</summary>
internal enum ClientAuthentication
{
    /// <summary>Basic authentication.</summary>
    ClientSecretBasic,

    /// <summary>In the body.</summary>
    ClientSecretPost,

    /// <summary>With an assertion that is signed with the secret.</summary>
    ClientSecretJwt,

    /// <summary>With an assertion that is signed with a private key.</summary>
    PrivateKeyJwt,

    /// <summary>Not at all: a public client, held by PKCE alone.</summary>
    None,
}
