namespace Gatehouse.Control.Declarative;

/// <summary>
/// Kinds of entities that Kong or this program's later versions know and this version does not serve. They load with one warning
/// per kind. Leaving them out never opens anything: tokens and codes only let consumers in.
/// </summary>
internal static class LaterEntities
{
    private static readonly HashSet<string> Kinds = new(StringComparer.Ordinal)
    {
        "oauth2_tokens", "oauth2_authorization_codes", "acme_storage",
        "sessions", "ratelimiting_metrics", "response_ratelimiting_metrics", "consumer_group_plugins",
        "filter_chains", "licenses", "parameters", "workspaces", "tags", "clustering_data_planes", "partials", "custom_plugins",
        "rbac_roles", "rbac_users", "admins",
    };

    private static readonly Dictionary<string, string[]> Nested = new(StringComparer.Ordinal)
    {
        ["oauth2_credentials"] = ["oauth2_tokens", "oauth2_authorization_codes"],
        ["consumer_groups"] = ["consumer_group_plugins"],
        ["services"] = ["filter_chains", "oauth2_tokens", "oauth2_authorization_codes"],
        ["routes"] = ["filter_chains"],
        ["plugins"] = ["partials", "oauth2_authorization_codes"],
    };

    public static IEnumerable<string> All => Kinds;

    public static bool IsKind(string name) => Kinds.Contains(name);

    /// <summary>Names of lists of later kinds that may stand inside an entity.</summary>
    public static IReadOnlyList<string> In(string parentKind) => Nested.GetValueOrDefault(parentKind, []);
}
