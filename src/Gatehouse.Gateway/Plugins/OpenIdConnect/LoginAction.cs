namespace Gatehouse.Gateway.Plugins.OpenIdConnect;

/// <summary>What follows a log-in.</summary>
internal enum LoginAction
{
    /// <summary>The browser is sent to where it wanted to go.</summary>
    Redirect,

    /// <summary>The request that brought the code goes to the upstream, without the code.</summary>
    Upstream,
}
