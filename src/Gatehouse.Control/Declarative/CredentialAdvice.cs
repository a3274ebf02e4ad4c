using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Looks at credentials for what a schema cannot see: passwords that are not in the form the header promises, hashes that are
/// weak, secrets that nobody gave (Kong would draw one, and nobody could learn it from a file), times to live without a beginning,
/// and keys whose time is over.
/// </summary>
/// <param name="isStored">Whether passwords stand in stored form.</param>
/// <param name="now">Unix seconds that entities without <c>created_at</c> get.</param>
/// <param name="errors">Takes errors.</param>
internal sealed class CredentialAdvice(bool isStored, double now, SchemaErrors errors)
{
    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["keyauth_credentials"] = ["key", "key_hash"],
        ["hmacauth_credentials"] = ["secret"],
        ["jwt_secrets"] = ["key"],
        ["oauth2_credentials"] = ["client_id"],
    };

    private static readonly string[] Ends = ["expires_at", "valid_until"];

    private readonly SortedDictionary<(string Path, string Message), int> _warnings = [];

    /// <summary>One warning for each kind of advice, with the number of credentials.</summary>
    public IEnumerable<ConfigError> Warnings
        => _warnings.Select(static w => new ConfigError(w.Key.Path, $"{w.Key.Message} (in {w.Value})"));

    /// <summary>Looks at a valid entity, references resolved.</summary>
    public void Look(DeclarativeEntity entity, JsonObject node)
    {
        string kind = entity.Kind.Name;
        if (kind == "basicauth_credentials" && JsonScalars.AsString(node["password"]) is { Length: > 0 } password)
        {
            LookAtPassword(entity, node, password);
        }

        if (kind == "keyauth_credentials" && JsonScalars.AsNumber(node["ttl"]) > 0 && JsonScalars.AsNumber(node["created_at"]) == Math.Truncate(now))
        {
            Warn("keyauth_credentials.ttl", "without created_at it begins anew with every load: give created_at, or expires_at instead");
        }

        if (Needed.TryGetValue(kind, out var fields) && fields.All(f => node[f] is null))
        {
            Warn($"{kind}.{fields[0]}", "not given: nobody can use the credential; one drawn at random would be known to nobody");
        }
        else if (kind == "keyauth_credentials")
        {
            foreach (string moment in Ends)
            {
                if (JsonScalars.AsInteger(node[moment]) <= now)
                {
                    Warn($"{kind}.{moment}", "lies in the past: the key is refused, and can be removed");
                }
            }
        }
    }

    private void LookAtPassword(DeclarativeEntity entity, JsonObject node, string password)
    {
        string consumer = JsonScalars.AsString((node["consumer"] as JsonObject)?["id"]) ?? "";
        var stored = IdentityBinder.Password(password, isStored, consumer, entity.Id);
        if (stored is null)
        {
            entity.In(errors).Field("password").Set(
                "expected a stored password", ValueDisplay.Hidden, "with _transform: false passwords are hashes; leave _transform out to write them plainly");
        }
        else if (stored.Form == PasswordForm.KongSha1)
        {
            Warn("basicauth_credentials.password", "salted SHA-1, Kong's stored form, is weak: set the password anew");
        }
        else if (stored.IsDated)
        {
            Warn("basicauth_credentials.password", "PBKDF2 with fewer rounds than today's hashes: set the password anew, with gatehouse password");
        }
    }

    private void Warn(string path, string message) => _warnings[(path, message)] = _warnings.GetValueOrDefault((path, message)) + 1;
}
