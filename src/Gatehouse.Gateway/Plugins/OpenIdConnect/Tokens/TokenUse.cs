namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>What a token is taken for.</summary>
internal enum TokenUse
{
    /// <summary>An access token that a client brings, of any of the issuers.</summary>
    Access,

    /// <summary>An access token that the gateway got from the first issuer.</summary>
    Own,

    /// <summary>An ID token for the gateway, of the first issuer.</summary>
    Id,
}
