using System.Text;
using System.Text.Json.Nodes;
using Gatehouse.Core.Schemas;
using Gatehouse.Core.Secrets;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Replaces keys and passwords by the stored form that loads again: a digest for API keys, what Kong stores for passwords. What is
/// shown and exported has <c>_transform: false</c>.
/// </summary>
internal static class StoredForms
{
    /// <summary>Changes a validated entity in place; vault references stay.</summary>
    public static void Apply(string kind, JsonObject entity, bool isStored)
    {
        switch (kind)
        {
            case "keyauth_credentials" when Plain(entity, "key") is { } key:
                entity["key"] = null;
                entity["key_hash"] = SecretDigest.Of(Encoding.UTF8.GetBytes(key)).ToString();
                break;
            case "basicauth_credentials" when !isStored && Plain(entity, "password") is { } password
                && !StoredPassword.TryParsePbkdf2(password, out _):
                string consumer = JsonScalars.AsString((entity["consumer"] as JsonObject)?["id"]) ?? "";
                entity["password"] = StoredPassword.KongText(password, consumer);
                break;
            default:
                break;
        }
    }

    private static string? Plain(JsonObject entity, string name)
        => JsonScalars.AsString(entity[name]) is { Length: > 0 } text && !VaultSyntax.IsReference(text) ? text : null;
}
