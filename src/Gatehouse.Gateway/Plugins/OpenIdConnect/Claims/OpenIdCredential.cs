using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>A token or session of a provider.</summary>
internal sealed class OpenIdCredential(string id) : Credential(id)
{
    /// <inheritdoc/>
    public override string Kind => TokenClaims.Plugin;
}
