namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>What a signed token is taken for.</summary>
internal enum TokenUse
{
    /// <summary>An access token, of any of the issuers.</summary>
    Access,

    /// <summary>An ID token for the gateway, of the first issuer.</summary>
    Id,
}
