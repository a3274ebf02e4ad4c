namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Tokens;

/// <summary>What a token is for.</summary>
internal enum TokenKind
{
    /// <summary>For resources.</summary>
    Access,

    /// <summary>Says who logged in.</summary>
    Id,

    /// <summary>For new tokens.</summary>
    Refresh,
}
