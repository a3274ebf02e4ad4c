using Gatehouse.Core.Http;
using Gatehouse.Gateway.Plugins.OpenIdConnect.Sessions;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>What a request gets that was let in; made once for each token.</summary>
internal sealed class OpenIdGrant
{
    /// <summary>Fields for the upstream.</summary>
    public required (HeaderName Name, byte[] Value)[] Upstream { get; init; }

    /// <summary>Fields for the client.</summary>
    public required (HeaderName Name, byte[] Value)[] Downstream { get; init; }

    /// <summary>The session it comes from; null when it comes from none.</summary>
    public LoginSession? Session { get; init; }
}
