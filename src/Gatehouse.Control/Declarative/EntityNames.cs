using Gatehouse.Core.Configuration;
using Gatehouse.Core.Schemas;

namespace Gatehouse.Control.Declarative;

/// <summary>
/// Finds the kind of entity that somebody meant. Credentials have three names in Kong: that of the plugin (<c>key-auth</c>), that of the
/// Admin API (<c>/key-auths</c>), and the one that stands in files.
/// </summary>
internal static class EntityNames
{
    private static readonly Dictionary<string, string> ByOtherName = new(StringComparer.Ordinal)
    {
        ["key_auth"] = "keyauth_credentials",
        ["keyauth"] = "keyauth_credentials",
        ["keyauth_key"] = "keyauth_credentials",
        ["api_key"] = "keyauth_credentials",
        ["basic_auth"] = "basicauth_credentials",
        ["basicauth"] = "basicauth_credentials",
        ["hmac_auth"] = "hmacauth_credentials",
        ["hmacauth"] = "hmacauth_credentials",
        ["jwt"] = "jwt_secrets",
        ["jwt_credential"] = "jwt_secrets",
        ["oauth2"] = "oauth2_credentials",
        ["mtls_auth"] = "mtls_auth_credentials",
        ["acl_group"] = "acls",
    };

    /// <summary>The nearest of <paramref name="known"/>, or null when none is near.</summary>
    public static string? Near(string name, IReadOnlyCollection<string> known)
        => ByOtherName.TryGetValue(name.ToLowerInvariant().Replace('-', '_').TrimEnd('s'), out var table) && known.Contains(table)
            ? table
            : Suggestion.For(name, known);

    /// <summary>Tells unknown fields of an entity what they may have meant, entities that nest in it included.</summary>
    public static void Advise(DeclarativeEntity entity, SchemaErrors wrong, EntitySchemas schemas)
    {
        string[]? known = null;
        foreach (var (name, error) in wrong.Fields)
        {
            if (error.Message == SchemaTexts.Unknown)
            {
                known ??=
                [
                    .. entity.Kind.Schema.Fields.Select(static f => f.Name),
                    .. schemas.All.Where(k => k.ForeignFields.Any(f => f.Reference == entity.Kind.Name)).Select(static k => k.Name),
                ];
                if (Near(name, known) is { } near)
                {
                    error.Advise($"did you mean '{near}'?");
                }
            }
        }
    }
}
