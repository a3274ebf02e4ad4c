using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Looks at credentials for what a schema cannot see: passwords that are not in the form the header promises, hashes that are
/// weak, secrets that nobody gave (Kong would draw one, and nobody could learn it from a file), and keys whose time is over.
/// </summary>
/// <param name="isStored">Whether passwords stand in stored form.</param>
/// <param name="errors">Takes what must not be loaded.</param>
/// <param name="now">Unix seconds.</param>
internal sealed class CredentialAdvice(bool isStored, SchemaErrors errors, long now)
{
    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["keyauth_credentials"] = ["key", "key_hash"],
        ["hmacauth_credentials"] = ["secret"],
        ["jwt_secrets"] = ["key"],
        ["oauth2_credentials"] = ["client_id"],
    };

    private static readonly string[] Ends = ["expires_at", "valid_until"];

    private readonly SortedDictionary<string, (string Message, int Count)> _warnings = new(StringComparer.Ordinal);

    /// <summary>One warning for each kind of advice, with the number of credentials.</summary>
    public IEnumerable<ConfigError> Warnings
        => _warnings.Select(static w => new ConfigError(w.Key, $"{w.Value.Message} (in {w.Value.Count})"));

    /// <summary>Looks at a valid entity, references resolved.</summary>
    public void Look(DeclarativeEntity entity, JsonObject node)
    {
        string kind = entity.Kind.Name;
        if (kind == "basicauth_credentials" && JsonScalars.AsString(node["password"]) is { Length: > 0 } password)
        {
            LookAtPassword(entity, node, password);
        }
        else if (Needed.TryGetValue(kind, out var fields) && fields.All(f => node[f] is null))
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
    }

    private void Warn(string path, string message) => _warnings[path] = (message, _warnings.GetValueOrDefault(path).Count + 1);
}
