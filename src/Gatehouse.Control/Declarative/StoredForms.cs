using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Makes entities fit to be shown. Keys and passwords take the stored form that loads again: a digest for API keys, what Kong stores
/// for passwords. Every other secret becomes <see cref="ValueDisplay.Hidden"/>, which does not load. What is shown has
/// <c>_transform: false</c>.
/// </summary>
internal static class StoredForms
{
    /// <summary>Changes a validated entity in place; vault references stay.</summary>
    public static void Apply(EntityKind kind, JsonObject entity, bool isStored)
    {
        if (kind.Name == "keyauth_credentials" && Plain(entity, "key") is { } key)
        {
            entity["key"] = null;
            entity["key_hash"] = SecretDigest.Of(Encoding.UTF8.GetBytes(key)).ToString();
        }

        var digest = Digest(kind.Name, entity, isStored);
        SecretMask.OfDumps.Apply(kind.Schema, entity);
        if (digest is var (field, text))
        {
            entity[field] = text;
        }
    }

    // The field that holds a digest where its schema expects a secret, and the digest.
    private static (string Field, string Text)? Digest(string kind, JsonObject entity, bool isStored)
    {
        switch (kind)
        {
            case "basicauth_credentials" when Plain(entity, "password") is { } password:
                string consumer = JsonScalars.AsString((entity["consumer"] as JsonObject)?["id"]) ?? "";
                return ("password", isStored || StoredPassword.TryParsePbkdf2(password, out _) ? password : StoredPassword.KongText(password, consumer));
            case "oauth2_credentials" when JsonScalars.AsBoolean(entity["hash_secret"]) == true && Plain(entity, "client_secret") is { } secret
                && StoredPassword.TryParsePbkdf2(secret, out _):
                return ("client_secret", secret);
            default:
                return null;
        }
    }

    private static string? Plain(JsonObject entity, string name)
        => JsonScalars.AsString(entity[name]) is { Length: > 0 } text && !VaultSyntax.IsReference(text) ? text : null;
}
