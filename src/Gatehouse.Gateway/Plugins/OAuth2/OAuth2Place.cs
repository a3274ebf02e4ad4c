using System.Security.Cryptography;
using System.Text;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Secrets;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Grants;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>What the endpoints and the check of access tokens of one instance have in common.</summary>
internal sealed class OAuth2Place(OAuth2Config config, string pluginId, IdentityDirectory directory, IdentityNode node)
{
    private readonly StoredPassword _provisionKey =
        string.IsNullOrEmpty(config.ProvisionKey) ? StoredPassword.Unusable : StoredPassword.FromPlain(config.ProvisionKey, pluginId);

    public OAuth2Config Config { get; } = config;

    /// <summary>Id of the instance.</summary>
    public string PluginId { get; } = pluginId;

    /// <summary>Clients.</summary>
    public IdentityDirectory Directory { get; } = directory;

    public IdentityNode Node { get; } = node;

    /// <summary>Codes and tokens.</summary>
    public ITokenStore Store => Node.Grants;

    /// <summary>Realm as it stands in a challenge, with a blank before it; empty when there is none.</summary>
    public string Realm { get; } = AuthenticationFields.Challenge("", config.Realm);

    /// <summary>Where tokens that are issued here are good.</summary>
    public string? AudienceOf(Exchange exchange) => Config.GlobalCredentials ? null : PlaceOf(exchange);

    /// <summary>Whether what a grant gives is good here: global where credentials are global, and always at its own service.</summary>
    public bool Accepts(Exchange exchange, Grant grant)
        => grant.Audience is { } audience ? audience == PlaceOf(exchange) : Config.GlobalCredentials;

    /// <summary>The client of a grant as it is configured now; null when it is gone.</summary>
    public OAuth2Credential? FindClient(Grant grant)
        => Directory.FindOAuth2(grant.ClientId) is { } client && client.Id == grant.CredentialId ? client : null;

    /// <summary>Whether the caller may speak for users.</summary>
    public bool IsProvisioned(EndpointParameters parameters)
        => _provisionKey.Verify(Encoding.UTF8.GetBytes(parameters["provision_key"] ?? ""));

    /// <summary>The scopes that are granted of those asked for; the error says which cannot be.</summary>
    public OAuth2Error? CheckScope(string? asked, out string? scope)
    {
        scope = null;
        if (Config.Scopes is { } known && asked is not null)
        {
            string[] wanted = asked.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (Array.Find(wanted, s => !known.Contains(s)) is { } wrong)
            {
                return new OAuth2Error("invalid_scope", $"\"{wrong}\" is an invalid scope");
            }

            scope = wanted.Length > 0 ? string.Join(' ', wanted) : null;
        }

        // Kong lets an empty text pass for a scope; it is none.
        return Config.MandatoryScope && scope is null ? new OAuth2Error("invalid_scope", "You must specify a scope") : null;
    }

    /// <summary>A new code or token: 256 random bits as 43 characters, and what it is kept under.</summary>
    public static string NewSecret(out SecretDigest digest)
    {
        string secret = System.Buffers.Text.Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        digest = SecretDigest.Of(Encoding.ASCII.GetBytes(secret));
        return secret;
    }

    /// <summary>What a code or token that somebody presents would be kept under.</summary>
    public static SecretDigest DigestOf(string secret) => SecretDigest.Of(Encoding.UTF8.GetBytes(secret));

    private static string PlaceOf(Exchange exchange) => exchange.Service?.Id ?? exchange.Route?.Id ?? "";
}
