namespace Gatehouse.Core.Exchanges;

/// <summary>
/// What a client proved to have, as the exchange and its logs know it: never the secret. Made with a snapshot, or by a plugin for
/// credentials that live elsewhere (a token of a provider). Immutable.
/// </summary>
public abstract class Credential
{
    /// <param name="id">Id of the entity, or what else identifies the credential (a session, a subject).</param>
    /// <param name="identifier">Value of X-Credential-Identifier; null = the id.</param>
    protected Credential(string id, string? identifier = null)
    {
        Id = id;
        Identifier = Http.FieldText.Safe(identifier ?? id);
    }

    /// <summary>Kong's table of such credentials (<c>keyauth_credentials</c>), or the name of the plugin that vouches for it.</summary>
    public abstract string Kind { get; }

    /// <summary>Logged as <c>authenticated_entity.id</c>.</summary>
    public string Id { get; }

    /// <summary>Value of X-Credential-Identifier, fit for a header field: id of a key, user name, key of a JWT, client id.</summary>
    public string Identifier { get; }
}
