namespace Gatehouse.Gateway.Identity.Grants;

/// <summary>
/// What a client, and perhaps a user, was granted. Codes, access and refresh tokens belong to one; when it is revoked, all of them
/// are worthless.
/// </summary>
/// <param name="Id">Unique, no secret.</param>
/// <param name="PluginId">The instance that granted it.</param>
/// <param name="CredentialId">The client's credential.</param>
/// <param name="ClientId">The client's public name.</param>
/// <param name="Audience">Where its tokens are accepted: id of a service (or of a route without one); null = wherever credentials are global.</param>
/// <param name="UserId">Who granted it, as the application that asked said; null = nobody but the client.</param>
/// <param name="Scope">Scopes with blanks between them; null = none.</param>
internal sealed record Grant(
    string Id, string PluginId, string CredentialId, string ClientId, string? Audience, string? UserId, string? Scope);
