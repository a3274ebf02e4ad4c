using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.Jwt;

/// <summary>What a token of a key set proves: that its issuer calls the client so.</summary>
internal sealed class JwtSubject(string subject) : Credential(subject)
{
    /// <inheritdoc/>
    public override string Kind => "jwt";
}
