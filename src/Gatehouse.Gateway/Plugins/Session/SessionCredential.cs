using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>A session in the place of the credential that it was begun with, under that one's id and identifier.</summary>
internal sealed class SessionCredential(SessionContent session) : Credential(session.CredentialId, session.Identifier)
{
    /// <inheritdoc/>
    public override string Kind => "session";
}
